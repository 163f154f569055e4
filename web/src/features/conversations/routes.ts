import { createRoute } from "@tanstack/react-router";
import { appRoute } from "@/features/apps/routes";
import { page } from "@/routing";
import { logsSearch } from "./logs/search";
import { overviewSearch } from "./statistics/search";

const logs = createRoute({
  getParentRoute: () => appRoute,
  path: "/logs",
  validateSearch: logsSearch,
  component: page(["conversations", "apps", "datasets"], () => import("./logs/LogsPage"), "LogsPage"),
});

const overview = createRoute({
  getParentRoute: () => appRoute,
  path: "/overview",
  validateSearch: overviewSearch,
  component: page("conversations", () => import("./statistics/OverviewPage"), "OverviewPage"),
});

export const conversationsRoutes = [logs, overview] as const;
