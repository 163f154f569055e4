import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type ApiTools = Schemas["ApiToolsOut"];
export type ApiDocument = Schemas["ApiDocumentOut"];
export type ApiOperation = Schemas["OperationOut"];
export type ApiChange = Schemas["Change"];
export type ApiAuth = Schemas["AuthOut"];

export const APIS = "/console/api/workspaces/current/tool-provider/api";

/** The workspace's OpenAPI tools: it has at most 50. */
export const apiToolsQuery = queryOptions({
  queryKey: ["openapi tools"],
  queryFn: () => call(api.GET(APIS, { params: { query: { page: 1, limit: 100 } } })),
});

/** What the document that was read last offers. */
export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ["openapi tools", id, "document"],
    queryFn: () => call(api.GET(`${APIS}/{api_id}/document`, { params: { path: { api_id: id } } })),
  });

/** How it differs from what was confirmed. */
export const changesQuery = (id: string) =>
  queryOptions({
    queryKey: ["openapi tools", id, "changes"],
    queryFn: () => call(api.GET(`${APIS}/{api_id}/changes`, { params: { path: { api_id: id } } })),
    staleTime: 0,
  });
