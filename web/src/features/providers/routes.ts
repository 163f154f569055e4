import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "@/features/accounts/routes";
import { naming, page } from "@/routing";

const providers = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/providers",
  validateSearch: naming("provider"),
  component: page("providers", () => import("./ProvidersPage"), "ProvidersPage"),
});

export const providersRoutes = [providers] as const;
