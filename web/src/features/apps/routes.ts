import { createRoute, redirect } from "@tanstack/react-router";
import { queryClient } from "@/api";
import { consoleRoute } from "@/features/accounts/routes";
import { naming, page } from "@/routing";
import { isDrawn } from "./modes";
import { appQuery } from "./queries";
import { appsSearch } from "./search";

const apps = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/apps",
  validateSearch: appsSearch,
  component: page("apps", () => import("./AppsPage"), "AppsPage"),
});

/** One app; its parts stand in the routes of their features. */
export const appRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/apps/$appId",
  loader: ({ params }) => queryClient.ensureQueryData(appQuery(params.appId)),
});

const index = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  beforeLoad: async ({ params }) => {
    const { mode } = await queryClient.ensureQueryData(appQuery(params.appId));
    throw redirect({ to: isDrawn(mode) ? "/apps/$appId/workflow" : "/apps/$appId/studio", params });
  },
});

const access = createRoute({
  getParentRoute: () => appRoute,
  path: "/access",
  validateSearch: naming("key"),
  component: page(["apps", "keys"], () => import("./keys/AccessPage"), "AccessPage"),
});

const settings = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings",
  component: page("apps", () => import("./AppSettingsPage"), "AppSettingsPage"),
});

export const appsRoutes = [apps] as const;
export const inAppRoutes = [index, access, settings] as const;
