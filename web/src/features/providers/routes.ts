import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "@/features/accounts/routes";
import { page } from "@/routing";

const providers = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/providers",
  component: page("providers", () => import("./ProvidersPage"), "ProvidersPage"),
});

export const providersRoutes = [providers] as const;
