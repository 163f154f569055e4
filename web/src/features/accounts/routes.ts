import { createRoute } from "@tanstack/react-router";
import { page, root } from "@/routing";
import { enterConsole, enterInstall, enterSignIn } from "./entrance";
import { type MailLink, mailLink } from "./recovery/link";

const install = createRoute({
  getParentRoute: () => root,
  path: "/install",
  beforeLoad: enterInstall,
  component: page("accounts", () => import("./InstallPage"), "InstallPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/signin",
  // Behind `next`: what came of signing in at a provider.
  validateSearch: (search: Record<string, unknown>) =>
    Object.fromEntries(
      ["next", "error", "provider"].flatMap((key) => (typeof search[key] === "string" ? [[key, search[key]]] : [])),
    ) as { next?: string; error?: string; provider?: string },
  beforeLoad: enterSignIn,
  component: page("accounts", () => import("./SignInPage"), "SignInPage"),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  beforeLoad: enterSignIn,
  component: page("accounts", () => import("./recovery/ForgotPasswordPage"), "ForgotPasswordPage"),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: mailLink,
  component: page("accounts", () => import("./recovery/ResetPasswordPage"), "ResetPasswordPage"),
});

const codeSignIn = createRoute({
  getParentRoute: () => root,
  path: "/signin/code",
  // `invitation`: the token of one to accept with it.
  validateSearch: (search: Record<string, unknown>): MailLink & { next?: string; invitation?: string } => ({
    ...mailLink(search),
    ...(typeof search.next === "string" && { next: search.next }),
    ...(typeof search.invitation === "string" && { invitation: search.invitation }),
  }),
  beforeLoad: enterSignIn,
  component: page("accounts", () => import("./recovery/CodeSignInPage"), "CodeSignInPage"),
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
  // Where somebody was who first has to turn on two-step verification.
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  component: page("accounts", () => import("./security/SecurityPage"), "SecurityPage"),
});

const confirmEmail = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/email",
  validateSearch: mailLink,
  component: page("accounts", () => import("./settings/ConfirmEmailPage"), "ConfirmEmailPage"),
});

export const entranceRoutes = [install, signIn, forgotPassword, resetPassword, codeSignIn] as const;
export const settingsRoutes = [general, security, confirmEmail] as const;
