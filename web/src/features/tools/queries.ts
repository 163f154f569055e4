import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type McpServer = Schemas["McpServerOut"];
export type McpTool = Schemas["McpToolOut"];

export type McpToolSummary = Schemas["McpToolSummary"];

export const MCP = "/console/api/workspaces/current/tool-provider/mcp";

/** The workspace's MCP servers: it has at most 50. */
export const mcpServersQuery = queryOptions({
  queryKey: ["mcp servers"],
  queryFn: () => call(api.GET(MCP, { params: { query: { page: 1, limit: 100 } } })),
});

/** The tools of one server with their schemas; asked for when somebody looks. */
export const mcpToolsQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["mcp servers", serverId, "tools"],
    queryFn: () => call(api.GET(`${MCP}/{server_id}/tools`, { params: { path: { server_id: serverId } } })),
  });
