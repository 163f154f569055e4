import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { page } from "@/routing";

const tools = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/tools",
  component: page("tools", () => import("./ToolsPage"), "ToolsPage"),
});

export const toolsRoutes = [tools] as const;
