import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { appRoute } from "@/features/apps/routes";
import { naming, page } from "@/routing";
import { triggersSearch } from "./search";

const triggers = createRoute({
  getParentRoute: () => appRoute,
  path: "/triggers",
  validateSearch: triggersSearch,
  component: page("triggers", () => import("./TriggersPage"), "TriggersPage"),
});

/** Under /apps/{id}. */
export const triggersInApp = [triggers] as const;

const schedules = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/schedules",
  validateSearch: naming("schedule"),
  component: page(["triggers", "workflows"], () => import("./schedules/SchedulesPage"), "SchedulesPage"),
});

export const triggersRoutes = [schedules] as const;
