import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TabLink, TabLinks } from "@/ui";
import { linkTo, offeredTo, SETTINGS_PAGES, useVisitor } from "./navigation";

/** The tabs of the settings. */
export function SettingsLayout() {
  const { t } = useTranslation();
  return (
    <div className="flex min-w-0 flex-1 flex-col pt-2">
      <TabLinks label={t("nav.pages.settings")}>
        {offeredTo(useVisitor(), SETTINGS_PAGES).map((page) => (
          <TabLink key={page.to} {...linkTo(page)} activeOptions={{ exact: page.to === "/settings" }}>
            {t(`nav.pages.${page.label}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Outlet />
    </div>
  );
}
