import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { queryClient } from "@/api";
import { workspaceQuery } from "@/features/accounts/queries";
import { consoleRoute, entranceRoutes, settingsRoute, settingsRoutes } from "@/features/accounts/routes";
import { appRoute, appsRoutes, inAppRoutes } from "@/features/apps/routes";
import { assetsRoutes } from "@/features/assets/routes";
import { auditRoutes } from "@/features/audit/routes";
import { conversationsRoutes } from "@/features/conversations/routes";
import { datasetsRoutes } from "@/features/datasets/routes";
import { docsRoutes } from "@/features/docs/routes";
import { keysRoutes } from "@/features/keys/routes";
import { operationsRoutes } from "@/features/operations/routes";
import { providersRoutes } from "@/features/providers/routes";
import { studioRoutes } from "@/features/studio/routes";
import { toolsRoutes } from "@/features/tools/routes";
import { tracingInApp } from "@/features/tracing/routes";
import { triggersInApp, triggersRoutes } from "@/features/triggers/routes";
import { publicWorkflowsRoutes, workflowsInApp, workflowsRoutes } from "@/features/workflows/routes";
import { publicWorkspacesRoutes, workspacesRoutes } from "@/features/workspaces/routes";
import { page, root } from "@/routing";
import { NotFound, Pending, RouteError } from "./fallbacks";
import { Root } from "./Root";

root.update({ component: Root, notFoundComponent: NotFound });
appRoute.update({ component: page(["apps", "publishing"], () => import("./AppLayout"), "AppLayout") });
settingsRoute.update({ component: page("accounts", () => import("./SettingsLayout"), "SettingsLayout") });
consoleRoute.update({ component: page("accounts", () => import("./Shell"), "Shell") });

const index = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/",
  // Whoever curates knowledge alone sees no apps.
  beforeLoad: async () => {
    const { abilities } = await queryClient.ensureQueryData(workspaceQuery);
    throw redirect({ to: abilities.includes("read") ? "/apps" : "/knowledge" });
  },
});

const inApp = appRoute.addChildren([
  ...inAppRoutes,
  ...studioRoutes,
  ...workflowsInApp,
  ...triggersInApp,
  ...tracingInApp,
  ...assetsRoutes,
  ...conversationsRoutes,
]);
const inSettings = settingsRoute.addChildren([
  ...settingsRoutes,
  ...auditRoutes,
  ...workspacesRoutes,
  ...providersRoutes,
  ...keysRoutes,
]);
const inConsole = consoleRoute.addChildren([
  index,
  ...appsRoutes,
  inApp,
  ...datasetsRoutes,
  ...toolsRoutes,
  ...workflowsRoutes,
  ...triggersRoutes,
  ...operationsRoutes,
  inSettings,
]);

export const router = createRouter({
  routeTree: root.addChildren([
    ...entranceRoutes,
    ...docsRoutes,
    ...publicWorkflowsRoutes,
    ...publicWorkspacesRoutes,
    inConsole,
  ]),
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
