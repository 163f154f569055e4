import { Link, useNavigate } from "@tanstack/react-router";
import { KeyRound, MoreHorizontal, Settings, Trash2 } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, Menu, MenuItem, MenuSeparator, RelativeTime } from "@/ui";
import { AppIcon } from "./AppIcon";
import type { App } from "./queries";

const DeleteAppDialog = lazy(() => import("./DeleteAppDialog"));

export function AppCard({ app }: { app: App }) {
  const { t } = useTranslation("apps");
  const { can } = useMember();
  return (
    <article className="relative flex min-h-32 flex-col gap-2 rounded-lg border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex items-start gap-3">
        <AppIcon app={app} large />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold" title={app.name}>
            <Link
              to="/apps/$appId"
              params={{ appId: app.id }}
              className="rounded after:absolute after:inset-0 after:rounded-lg"
            >
              {app.name}
            </Link>
          </h2>
          <Badge>{t(`modes.${app.mode}`)}</Badge>
        </div>
        {can("edit") && <AppMenu app={app} />}
      </div>
      {app.description && <p className="line-clamp-2 text-muted">{app.description}</p>}
      <p className="mt-auto text-xs text-muted">
        {t("apps.changed")} <RelativeTime at={app.changed_at} />
      </p>
    </article>
  );
}

function AppMenu({ app }: { app: App }) {
  const { t } = useTranslation("apps");
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const params = { appId: app.id };
  const trigger = (
    <button
      type="button"
      aria-label={t("apps.menu", { name: app.name })}
      className="relative z-10 -mt-1 -mr-1.5 rounded-md p-1.5 text-muted hover:bg-hover"
    >
      <MoreHorizontal aria-hidden size={16} />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem
          icon={<KeyRound aria-hidden size={14} />}
          onSelect={() => navigate({ to: "/apps/$appId/access", params })}
        >
          {t("nav.pages.access")}
        </MenuItem>
        <MenuItem
          icon={<Settings aria-hidden size={14} />}
          onSelect={() => navigate({ to: "/apps/$appId/settings", params })}
        >
          {t("nav.pages.settings")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 aria-hidden size={14} />}
          onSelect={() => startTransition(() => setDeleting(true))}
        >
          {t("apps.delete")}
        </MenuItem>
      </Menu>
      <Suspense>{deleting && <DeleteAppDialog app={app} onClose={() => setDeleting(false)} />}</Suspense>
    </>
  );
}
