import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TabLink, TabLinks } from "@/ui";

/** The tabs of the settings. */
export function SettingsLayout() {
  const { t } = useTranslation("accounts");
  return (
    <div className="flex min-w-0 flex-1 flex-col pt-2">
      <TabLinks label={t("settings.parts")}>
        <TabLink to="/settings" activeOptions={{ exact: true }}>
          {t("settings.general")}
        </TabLink>
        <TabLink to="/settings/providers">{t("settings.providers")}</TabLink>
      </TabLinks>
      <Outlet />
    </div>
  );
}
