import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, BookOpen, ChevronsUpDown, Search } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { AccountMenu } from "@/features/accounts/AccountMenu";
import { useMember } from "@/features/accounts/queries";
import { AppIcon } from "@/features/apps/AppIcon";
import { type AppDetail, appQuery } from "@/features/apps/queries";
import { APP_GROUPS, type AppPage, type WorkspacePage } from "@/routing";
import { SkeletonRows, ThemeToggle } from "@/ui";
import { Mark } from "@/ui/Mark";
import { linkTo, offeredIn, offeredTo, useVisitor, WORKSPACE_PAGES } from "./navigation";

type Props = { onFind: (what: "all" | "apps") => void };

/** The app that the address names: what its pages have asked for, not asked for once more. */
export function useSidebarApp(): { app: AppDetail | undefined; awaited: boolean } {
  const { appId } = useParams({ strict: false });
  const found = useQuery({ ...appQuery(appId ?? ""), enabled: appId !== undefined });
  return { app: appId ? found.data : undefined, awaited: appId !== undefined && found.isPending };
}

/** The workspace's pages; within an app, the app's. */
export function Sidebar({ onFind }: Props) {
  const { app, awaited } = useSidebarApp();
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {app ? (
          <Suspense fallback={<Awaited />}>
            <AppSidebar app={app} onFind={onFind} />
          </Suspense>
        ) : awaited ? (
          <Awaited />
        ) : (
          <WorkspaceSidebar onFind={onFind} />
        )}
      </div>
      <div className="flex items-center gap-1 border-t border-line p-2">
        <AccountMenu />
        <ThemeToggle />
      </div>
    </div>
  );
}

function Awaited() {
  return (
    <div className="p-3">
      <SkeletonRows rows={6} className="h-6" />
    </div>
  );
}

function WorkspaceSidebar({ onFind }: Props) {
  const { t } = useTranslation();
  const { workspace } = useMember();
  const visitor = useVisitor();
  return (
    <>
      <Link to="/" className="mx-4 mt-4 mb-1 flex min-w-0 items-center gap-2 rounded font-semibold max-md:mr-12">
        <Mark />
        <span className="truncate" title={workspace.name}>
          {workspace.name}
        </span>
      </Link>
      <Finder onFind={onFind} />
      <nav aria-label={t("nav.main")} className="p-2">
        <ul className="flex flex-col gap-0.5">
          {offeredTo(visitor, WORKSPACE_PAGES).map((page) => (
            <Item key={page.to} page={page} />
          ))}
          <li>
            <a href="/docs" target="_blank" rel="noreferrer" className={ITEM}>
              <BookOpen aria-hidden size={16} />
              {t("nav.docs")}
            </a>
          </li>
        </ul>
      </nav>
    </>
  );
}

function AppSidebar({ app, onFind }: Props & { app: AppDetail }) {
  const { t } = useTranslation("apps");
  const pages = offeredIn(app.mode, useVisitor());
  return (
    <>
      <div className="mx-2 mt-3 max-md:mr-12">
        <button
          type="button"
          aria-haspopup="dialog"
          title={app.name}
          className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
          onClick={() => onFind("apps")}
        >
          <AppIcon app={app} />
          <span className="sr-only">{t("nav.switch")}</span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold">{app.name}</span>
            <span className="block truncate text-xs text-muted">{t(`modes.${app.mode}`)}</span>
          </span>
          <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
        </button>
      </div>
      <Finder onFind={onFind} />
      <nav aria-label={t("nav.app")} className="flex flex-col gap-3 p-2">
        <Link to="/apps" activeOptions={{ exact: true }} className={`${ITEM} text-muted`}>
          <ArrowLeft aria-hidden size={16} />
          {t("nav.allApps")}
        </Link>
        {APP_GROUPS.map((group) => (
          <Group key={group} group={group} pages={pages.filter((page) => page.group === group)} appId={app.id} />
        ))}
      </nav>
    </>
  );
}

type GroupProps = { group: AppPage["group"]; pages: AppPage[]; appId: string };

function Group({ group, pages, appId }: GroupProps) {
  const { t } = useTranslation();
  if (pages.length === 0) return null;
  const name = t(`nav.groups.${group}`);
  return (
    <div>
      {pages.length > 1 || group !== "settings" ? (
        <p aria-hidden className="px-2 pb-1 text-xs font-medium text-muted">
          {name}
        </p>
      ) : null}
      <ul aria-label={name} className="flex flex-col gap-0.5">
        {pages.map((page) => (
          <Item key={page.to} page={page} appId={appId} />
        ))}
      </ul>
    </div>
  );
}

const ITEM = "flex items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-hover";

function Item({ page, appId }: { page: AppPage | WorkspacePage; appId?: string }): ReactNode {
  const { t } = useTranslation();
  const Icon = page.icon;
  return (
    <li>
      <Link
        {...linkTo(page, appId)}
        className={ITEM}
        activeProps={{ className: "bg-line font-medium", "aria-current": "page" }}
      >
        <Icon aria-hidden size={16} />
        {t(`nav.pages.${page.label}`)}
      </Link>
    </li>
  );
}

function Finder({ onFind }: Props) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Meta+K Control+K"
      className="mx-2 mt-2 flex items-center gap-2 rounded-md border border-line bg-surface px-2 py-1.5 text-sm text-muted hover:bg-hover"
      onClick={() => onFind("all")}
    >
      <Search aria-hidden size={14} />
      <span className="flex-1 text-left">{t("nav.find")}</span>
      <kbd aria-hidden className="font-mono text-xs">
        {/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K"}
      </kbd>
    </button>
  );
}
