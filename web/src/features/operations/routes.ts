import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { page } from "@/routing";

const operations = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/operations",
  component: page(["operations", "accounts"], () => import("./OperationsPage"), "OperationsPage"),
});

export const operationsRoutes = [operations] as const;
