import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "@/features/accounts/routes";
import { page } from "@/routing";

const tokens = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tokens",
  component: page("keys", () => import("./TokensPage"), "TokensPage"),
});

export const keysRoutes = [tokens] as const;
