import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import clsx from "clsx";
import { Activity, BookOpen, LayoutGrid, Menu as MenuIcon, Settings, Wrench, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountMenu } from "@/features/accounts/AccountMenu";
import { useMember } from "@/features/accounts/queries";
import { IconButton, ThemeToggle } from "@/ui";
import { Mark } from "@/ui/Mark";

/** Every page behind the sign-in: navigation at the left, or behind a button where the screen is narrow. */
export function Shell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: closed by going somewhere
  useEffect(() => setOpen(false), [path]);
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a href="#main" className="sr-only z-50 rounded bg-ink px-3 py-2 text-page focus:not-sr-only focus:fixed">
        {t("skip")}
      </a>
      <header className="flex items-center justify-between border-b border-line bg-sunken px-3 py-2 md:hidden">
        <Brand />
        <IconButton
          label={open ? t("nav.close") : t("nav.open")}
          aria-expanded={open}
          aria-controls="sidebar"
          icon={open ? <X aria-hidden size={18} /> : <MenuIcon aria-hidden size={18} />}
          onClick={() => setOpen(!open)}
        />
      </header>
      <div
        id="sidebar"
        className={clsx(
          "border-line bg-sunken md:sticky md:top-0 md:flex md:h-dvh md:w-56 md:shrink-0 md:border-r",
          open ? "flex border-b" : "hidden",
          "flex-col",
        )}
      >
        <div className="hidden px-4 pt-4 pb-3 md:block">
          <Brand />
        </div>
        <Navigation />
        <div className="mt-auto flex items-center gap-1 border-t border-line p-2">
          <AccountMenu />
          <ThemeToggle />
        </div>
      </div>
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
        <Outlet />
      </main>
    </div>
  );
}

function Brand() {
  const { workspace } = useMember();
  return (
    <Link to="/apps" className="flex min-w-0 items-center gap-2 rounded font-semibold">
      <Mark />
      <span className="truncate" title={workspace.name}>
        {workspace.name}
      </span>
    </Link>
  );
}

const ITEM = "flex items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-hover";

function Navigation() {
  const { t } = useTranslation();
  const { profile, can } = useMember();
  return (
    <nav aria-label={t("nav.main")} className="flex flex-col gap-0.5 p-2">
      <Item to="/apps" icon={<LayoutGrid aria-hidden size={16} />}>
        {t("nav.apps")}
      </Item>
      {can("edit") && (
        <Item to="/tools" icon={<Wrench aria-hidden size={16} />}>
          {t("nav.tools")}
        </Item>
      )}
      {profile.is_instance_admin && (
        <Item to="/operations" icon={<Activity aria-hidden size={16} />}>
          {t("nav.operations")}
        </Item>
      )}
      <Item to="/settings" icon={<Settings aria-hidden size={16} />}>
        {t("nav.settings")}
      </Item>
      <a href="/docs" target="_blank" rel="noreferrer" className={ITEM}>
        <BookOpen aria-hidden size={16} />
        {t("nav.docs")}
      </a>
    </nav>
  );
}

type Target = "/apps" | "/tools" | "/operations" | "/settings";

function Item(props: { to: Target; icon: ReactNode; children: ReactNode }) {
  return (
    <Link to={props.to} className={ITEM} activeProps={{ className: "bg-line font-medium" }}>
      {props.icon}
      {props.children}
    </Link>
  );
}
