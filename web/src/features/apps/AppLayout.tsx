import { Link, Outlet } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, TabLink, TabLinks } from "@/ui";
import { AppIcon } from "./AppIcon";
import { answers } from "./configs/config";
import { useApp } from "./queries";

/** An app's name and the tabs of its pages. */
export function AppLayout() {
  const { t } = useTranslation("apps");
  const { can } = useMember();
  const app = useApp();
  const params = { appId: app.id };
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div className="flex items-center gap-2 px-4 pt-4 pb-1 sm:px-8">
        <Link to="/apps" className="rounded text-muted hover:text-ink">
          {t("nav.apps")}
        </Link>
        <ChevronRight aria-hidden size={14} className="shrink-0 text-muted" />
        <AppIcon app={app} />
        <span className="truncate font-semibold" title={app.name}>
          {app.name}
        </span>
        <Badge>{t(`modes.${app.mode}`)}</Badge>
      </div>
      <TabLinks label={t("tabs.label")}>
        {answers(app.mode) && (
          <TabLink to="/apps/$appId/studio" params={params}>
            {t("tabs.studio")}
          </TabLink>
        )}
        <TabLink to="/apps/$appId/assets" params={params}>
          {t("tabs.files")}
        </TabLink>
        <TabLink to="/apps/$appId/versions" params={params}>
          {t("tabs.versions")}
        </TabLink>
        <TabLink to="/apps/$appId/skills" params={params}>
          {t("tabs.skills")}
        </TabLink>
        {answers(app.mode) && (
          <TabLink to="/apps/$appId/logs" params={params}>
            {t("tabs.logs")}
          </TabLink>
        )}
        {answers(app.mode) && (
          <TabLink to="/apps/$appId/overview" params={params}>
            {t("tabs.overview")}
          </TabLink>
        )}
        {can("edit") && (
          <TabLink to="/apps/$appId/access" params={params}>
            {t("tabs.access")}
          </TabLink>
        )}
        {can("edit") && (
          <TabLink to="/apps/$appId/settings" params={params}>
            {t("tabs.settings")}
          </TabLink>
        )}
      </TabLinks>
      <Outlet />
    </div>
  );
}
