import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, startTransition, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { IconButton } from "@/ui";
import { Mark } from "@/ui/Mark";
import { Sidebar, useSidebarApp } from "./Sidebar";

const Drawer = lazy(() => import("./Drawer"));
const Palette = lazy(() => import("./Palette"));

/** Every page behind the sign-in: navigation at the left, or in a drawer where the screen is narrow. */
export function Shell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [finding, setFinding] = useState<"all" | "apps" | null>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: closed by going somewhere
  useEffect(() => setOpen(false), [path]);
  const find = (what: "all" | "apps") => {
    setOpen(false);
    startTransition(() => setFinding(what));
  };
  useShortcut(() => find("all"));
  const sidebar = <Sidebar onFind={find} />;
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a href="#main" className="sr-only z-50 rounded bg-ink px-3 py-2 text-page focus:not-sr-only focus:fixed">
        {t("skip")}
      </a>
      <header className="flex h-13 items-center gap-2 border-b border-line bg-sunken px-2 md:hidden">
        <IconButton
          label={t("nav.open")}
          aria-haspopup="dialog"
          aria-expanded={open}
          icon={<MenuIcon aria-hidden size={18} />}
          onClick={() => startTransition(() => setOpen(true))}
        />
        <Title />
      </header>
      <div className="hidden border-r border-line bg-sunken md:sticky md:top-0 md:flex md:h-dvh md:w-56 md:shrink-0">
        {sidebar}
      </div>
      <Suspense>{open && <Drawer onClose={() => setOpen(false)}>{sidebar}</Drawer>}</Suspense>
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
        <Outlet />
      </main>
      <Suspense>{finding && <Palette what={finding} onClose={() => setFinding(null)} />}</Suspense>
    </div>
  );
}

/** ⌘K, and Ctrl+K where there is no ⌘. */
function useShortcut(act: () => void) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const control = event.metaKey || event.ctrlKey;
      if (!control || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

/** Where the screen is narrow: the app that is open, or the workspace. */
function Title() {
  const { workspace } = useMember();
  const { app } = useSidebarApp();
  const name = app?.name ?? workspace.name;
  const face = (
    <>
      <Mark />
      <span className="truncate" title={name}>
        {name}
      </span>
    </>
  );
  const look = "flex min-w-0 items-center gap-2 rounded font-semibold";
  return app ? (
    <Link to="/apps/$appId" params={{ appId: app.id }} className={look}>
      {face}
    </Link>
  ) : (
    <Link to="/" className={look}>
      {face}
    </Link>
  );
}
