import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "@/features/accounts/routes";
import { page, root } from "@/routing";

const members = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/members",
  component: page("workspaces", () => import("./members/MembersPage"), "MembersPage"),
});

const workspaces = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/workspaces",
  component: page("workspaces", () => import("./mine/WorkspacesPage"), "WorkspacesPage"),
});

const activate = createRoute({
  getParentRoute: () => root,
  path: "/activate",
  // Behind the token: what came of accepting at a provider.
  validateSearch: (search: Record<string, unknown>) =>
    Object.fromEntries(
      ["token", "error", "provider"].flatMap((key) => (typeof search[key] === "string" ? [[key, search[key]]] : [])),
    ) as { token?: string; error?: string; provider?: string },
  component: page(["workspaces", "accounts", "oidc"], () => import("./accepting/ActivatePage"), "ActivatePage"),
});

export const workspacesRoutes = [members, workspaces] as const;
export const publicWorkspacesRoutes = [activate] as const;
