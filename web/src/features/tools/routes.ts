import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { naming, page } from "@/routing";

const tools = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/tools",
  validateSearch: naming("server"),
  component: page("tools", () => import("./ToolsPage"), "ToolsPage"),
});

export const toolsRoutes = [tools] as const;
