import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";
import { assetsKey } from "../queries";

export const textKey = (appId: string, id: string) => [...assetsKey(appId), "text", id];

export const textQuery = (appId: string, id: string, sha256: string | null) =>
  queryOptions({
    queryKey: [...textKey(appId, id), sha256],
    queryFn: () => readText(appId, id),
    // Named by its hash: it never changes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export function readText(appId: string, id: string) {
  const path = { app_id: appId, node_id: id };
  return call(api.GET("/console/api/apps/{app_id}/assets/files/{node_id}", { params: { path } }));
}

export const nodeQuery = (appId: string, id: string, sha256: string | null) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "node", id, sha256],
    queryFn: () => {
      const path = { app_id: appId, node_id: id };
      return call(api.GET("/console/api/apps/{app_id}/assets/nodes/{node_id}", { params: { path } }));
    },
  });
