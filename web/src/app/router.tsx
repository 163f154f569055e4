import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { queryClient } from "@/api";
import { enterConsole, enterInstall, enterSignIn } from "@/features/accounts/entrance";
import { answers } from "@/features/apps/configs/config";
import { appQuery } from "@/features/apps/queries";
import { appsSearch } from "@/features/apps/search";
import { assetsSearch } from "@/features/assets/search";
import { versionsSearch } from "@/features/assets/versions/search";
import { logsSearch } from "@/features/conversations/logs/search";
import { overviewSearch } from "@/features/conversations/statistics/search";
import { docsSearch } from "@/features/docs/search";
import { NotFound, Pending, RouteError } from "./fallbacks";
import { Root } from "./Root";

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const install = createRoute({
  getParentRoute: () => root,
  path: "/install",
  beforeLoad: enterInstall,
  component: lazyRouteComponent(() => import("@/features/accounts/InstallPage"), "InstallPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/signin",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  beforeLoad: enterSignIn,
  component: lazyRouteComponent(() => import("@/features/accounts/SignInPage"), "SignInPage"),
});

const docs = createRoute({
  getParentRoute: () => root,
  path: "/docs",
  validateSearch: docsSearch,
  component: lazyRouteComponent(() => import("@/features/docs/DocsPage"), "DocsPage"),
});

/** Everything behind the sign-in. */
const console = createRoute({
  getParentRoute: () => root,
  id: "console",
  beforeLoad: ({ location }) => enterConsole(location.href),
  component: lazyRouteComponent(() => import("./Shell"), "Shell"),
});

const index = createRoute({
  getParentRoute: () => console,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/apps" });
  },
});

const apps = createRoute({
  getParentRoute: () => console,
  path: "/apps",
  validateSearch: appsSearch,
  component: lazyRouteComponent(() => import("@/features/apps/AppsPage"), "AppsPage"),
});

const app = createRoute({
  getParentRoute: () => console,
  path: "/apps/$appId",
  loader: ({ params }) => queryClient.ensureQueryData(appQuery(params.appId)),
  component: lazyRouteComponent(() => import("@/features/apps/AppLayout"), "AppLayout"),
});

const appIndex = createRoute({
  getParentRoute: () => app,
  path: "/",
  beforeLoad: async ({ params }) => {
    const { mode } = await queryClient.ensureQueryData(appQuery(params.appId));
    throw redirect({ to: answers(mode) ? "/apps/$appId/studio" : "/apps/$appId/assets", params });
  },
});

const studio = createRoute({
  getParentRoute: () => app,
  path: "/studio",
  component: lazyRouteComponent(() => import("@/features/apps/configs/StudioPage"), "StudioPage"),
});

const assets = createRoute({
  getParentRoute: () => app,
  path: "/assets",
  validateSearch: assetsSearch,
  component: lazyRouteComponent(() => import("@/features/assets/AssetsPage"), "AssetsPage"),
});

const versions = createRoute({
  getParentRoute: () => app,
  path: "/versions",
  validateSearch: versionsSearch,
  component: lazyRouteComponent(() => import("@/features/assets/versions/VersionsPage"), "VersionsPage"),
});

const skills = createRoute({
  getParentRoute: () => app,
  path: "/skills",
  component: lazyRouteComponent(() => import("@/features/assets/skills/SkillsPage"), "SkillsPage"),
});

const logs = createRoute({
  getParentRoute: () => app,
  path: "/logs",
  validateSearch: logsSearch,
  component: lazyRouteComponent(() => import("@/features/conversations/logs/LogsPage"), "LogsPage"),
});

const overview = createRoute({
  getParentRoute: () => app,
  path: "/overview",
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import("@/features/conversations/statistics/OverviewPage"), "OverviewPage"),
});

const access = createRoute({
  getParentRoute: () => app,
  path: "/access",
  component: lazyRouteComponent(() => import("@/features/apps/keys/AccessPage"), "AccessPage"),
});

const appSettings = createRoute({
  getParentRoute: () => app,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/apps/AppSettingsPage"), "AppSettingsPage"),
});

const tools = createRoute({
  getParentRoute: () => console,
  path: "/tools",
  component: lazyRouteComponent(() => import("@/features/tools/ToolsPage"), "ToolsPage"),
});

const operations = createRoute({
  getParentRoute: () => console,
  path: "/operations",
  component: lazyRouteComponent(() => import("@/features/operations/OperationsPage"), "OperationsPage"),
});

const settings = createRoute({
  getParentRoute: () => console,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/accounts/settings/SettingsLayout"), "SettingsLayout"),
});

const general = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/accounts/settings/SettingsPage"), "SettingsPage"),
});

const providers = createRoute({
  getParentRoute: () => settings,
  path: "/providers",
  component: lazyRouteComponent(() => import("@/features/providers/ProvidersPage"), "ProvidersPage"),
});

const inApp = app.addChildren([appIndex, studio, assets, versions, skills, logs, overview, access, appSettings]);
const inSettings = settings.addChildren([general, providers]);
const routeTree = root.addChildren([
  install,
  signIn,
  docs,
  console.addChildren([index, apps, inApp, tools, operations, inSettings]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: Pending,
  defaultErrorComponent: RouteError,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
