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
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    typeof search.token === "string" ? { token: search.token } : {},
  component: page(["workspaces", "accounts"], () => import("./accepting/ActivatePage"), "ActivatePage"),
});

export const workspacesRoutes = [members, workspaces] as const;
export const publicWorkspacesRoutes = [activate] as const;
