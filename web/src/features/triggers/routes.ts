import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { appRoute } from "@/features/apps/routes";
import { naming, page } from "@/routing";
import { triggersSearch } from "./search";

const subscriptions = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/subscriptions",
  validateSearch: naming("subscription"),
  component: page("triggers", () => import("./subscriptions/SubscriptionsPage"), "SubscriptionsPage"),
});

const triggers = createRoute({
  getParentRoute: () => appRoute,
  path: "/triggers",
  validateSearch: triggersSearch,
  component: page("triggers", () => import("./TriggersPage"), "TriggersPage"),
});

const schedules = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/schedules",
  validateSearch: naming("schedule"),
  component: page(["triggers", "workflows"], () => import("./schedules/SchedulesPage"), "SchedulesPage"),
});

export const triggersRoutes = [subscriptions, schedules] as const;

/** Under /apps/{id}. */
export const triggersInApp = [triggers] as const;
