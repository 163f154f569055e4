import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { naming, page } from "@/routing";

const subscriptions = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/subscriptions",
  validateSearch: naming("subscription"),
  component: page("triggers", () => import("./subscriptions/SubscriptionsPage"), "SubscriptionsPage"),
});

export const triggersRoutes = [subscriptions] as const;
