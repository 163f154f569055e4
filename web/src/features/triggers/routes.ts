import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { naming, page } from "@/routing";

const schedules = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/schedules",
  validateSearch: naming("schedule"),
  component: page(["triggers", "workflows"], () => import("./schedules/SchedulesPage"), "SchedulesPage"),
});

export const triggersRoutes = [schedules] as const;
