import { Outlet } from "@tanstack/react-router";
import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PublishButton } from "@/features/publishing/PublishButton";
import { useAppPage } from "./navigation";

/** Above an app's page: what can be published. Where the sidebar is a drawer, also which page this is. */
export function AppLayout() {
  const { t } = useTranslation();
  const page = useAppPage();
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      {page && (
        <div
          className={clsx(
            "flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 text-sm",
            !page.publishes && "md:hidden",
          )}
        >
          <p data-testid="place" className="flex min-w-0 flex-1 items-center gap-1.5">
            {page.group !== "settings" && (
              <>
                <span className="text-muted">{t(`nav.groups.${page.group}`)}</span>
                <ChevronRight aria-hidden size={14} className="shrink-0 text-muted" />
              </>
            )}
            <span className="truncate font-medium">{t(`nav.pages.${page.label}`)}</span>
          </p>
          {page.publishes && <PublishButton />}
        </div>
      )}
      <Outlet />
    </div>
  );
}
