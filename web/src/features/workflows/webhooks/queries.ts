import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";

const POLL_MS = 3000;
const BASE = "/console/api/apps/{app_id}/workflows/triggers/webhook";

const params = (appId: string, nodeId: string) => ({ path: { app_id: appId }, query: { node_id: nodeId } });

/** The addresses of a webhook node. `save`: the draft must have it first. */
export const addressQuery = (appId: string, nodeId: string, save: () => Promise<unknown>) =>
  queryOptions({
    queryKey: ["webhook", appId, nodeId],
    queryFn: async ({ signal }) => {
      await save();
      return call(api.GET(BASE, { params: params(appId, nodeId), signal }));
    },
  });

/** What was sent to its test URL. */
export const requestsQuery = (appId: string, nodeId: string) =>
  queryOptions({
    queryKey: ["webhook", appId, nodeId, "requests"],
    queryFn: ({ signal }) => call(api.GET(`${BASE}/requests`, { params: params(appId, nodeId), signal })),
    refetchInterval: POLL_MS,
  });
