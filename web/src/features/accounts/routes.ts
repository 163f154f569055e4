import { createRoute } from "@tanstack/react-router";
import { page, root } from "@/routing";
import { enterConsole, enterInstall, enterSignIn } from "./entrance";

const install = createRoute({
  getParentRoute: () => root,
  path: "/install",
  beforeLoad: enterInstall,
  component: page("accounts", () => import("./InstallPage"), "InstallPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/signin",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  beforeLoad: enterSignIn,
  component: page("accounts", () => import("./SignInPage"), "SignInPage"),
});

/** Everything behind the sign-in. */
export const consoleRoute = createRoute({
  getParentRoute: () => root,
  id: "console",
  beforeLoad: ({ location }) => enterConsole(location.href),
});

/** What its other features add stands in their own routes. */
export const settingsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/settings",
});

const general = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  component: page("accounts", () => import("./settings/SettingsPage"), "SettingsPage"),
});

const security = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/security",
  component: page("accounts", () => import("./security/SecurityPage"), "SecurityPage"),
});

export const entranceRoutes = [install, signIn] as const;
export const settingsRoutes = [general, security] as const;
