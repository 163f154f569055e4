import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, asApiError, call } from "@/api";
import type { Document } from "./document";
import type { Save } from "./saving";

export const workflowKey = (appId: string) => ["workflow", appId] as const;

export const readDraft = (appId: string) =>
  call(api.GET("/console/api/apps/{app_id}/workflows/draft", { params: { path: { app_id: appId } } }));

export const draftQuery = (appId: string) =>
  queryOptions({
    queryKey: [...workflowKey(appId), "draft"],
    queryFn: () => readDraft(appId),
    // The editor has it from then on.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** What new nodes begin with, by type. */
export const blocksQuery = (appId: string) =>
  queryOptions({
    queryKey: ["workflow-blocks"],
    queryFn: async () => {
      const params = { path: { app_id: appId } };
      const blocks = await call(
        api.GET("/console/api/apps/{app_id}/workflows/default-workflow-block-configs", { params }),
      );
      return new Map(blocks.map(({ type, config }) => [type, config]));
    },
    staleTime: Infinity,
  });

export function saveOf(appId: string, queries: QueryClient): Save {
  return async ({ graph, ...rest }: Document, hash) => {
    const saved = await call(
      api.POST("/console/api/apps/{app_id}/workflows/draft", {
        params: { path: { app_id: appId } },
        body: { graph: graph as unknown as Record<string, unknown>, ...rest, hash },
      }),
    );
    // Whoever asks what there is to publish sees it.
    queries.setQueryData(draftHashQuery(appId).queryKey, saved.hash);
    return saved;
  };
}

/** Which state the draft is in, if there is one. */
export const draftHashQuery = (appId: string) =>
  queryOptions({
    queryKey: [...workflowKey(appId), "hash"],
    queryFn: async () => {
      try {
        return (await readDraft(appId)).hash;
      } catch (error) {
        if (asApiError(error).code === "draft_workflow_not_exist") return null;
        throw error;
      }
    },
  });

/** Null: nothing is published yet. */
export const readPublished = async (appId: string) =>
  (await call(api.GET("/console/api/apps/{app_id}/workflows/publish", { params: { path: { app_id: appId } } }))) ??
  null;

export const publishedQuery = (appId: string) =>
  queryOptions({ queryKey: [...workflowKey(appId), "published"], queryFn: () => readPublished(appId) });
