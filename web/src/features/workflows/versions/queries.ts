import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { readGraph } from "../picture/reading";
import type { Content } from "./diff";

export type Version = Schemas["WorkflowOut"];

const at = "/console/api/apps/{app_id}/workflows" as const;

/** All that is known of an app's published workflows. */
export const versionsKey = (appId: string) => ["app", appId, "workflow-versions"];

/** Pages of published versions, the newest first: that one answers. */
export const versionsQuery = (appId: string) =>
  infiniteQueryOptions({
    queryKey: [...versionsKey(appId), "all"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { app_id: appId }, query: { page: pageParam, limit: 20 } };
      return call(api.GET(at, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

/** A version, or what is being edited. */
export const sideQuery = (appId: string, side: string) =>
  queryOptions({
    queryKey: [...versionsKey(appId), side],
    queryFn: ({ signal }) => {
      if (side === "draft") return call(api.GET(`${at}/draft`, { params: { path: { app_id: appId } }, signal }));
      const path = { app_id: appId, workflow_id: side };
      return call(api.GET(`${at}/{workflow_id}`, { params: { path }, signal }));
    },
    ...(side === "draft" ? {} : { staleTime: 60_000 }),
  });

export const contentOf = (version: Version): Content => ({ ...version, graph: readGraph(version.graph) });

export const renameVersion = (appId: string, id: string, marks: Schemas["MarksIn"]) =>
  call(api.PATCH(`${at}/{workflow_id}`, { params: { path: { app_id: appId, workflow_id: id } }, body: marks }));

export const restoreVersion = (appId: string, id: string) =>
  call(api.POST(`${at}/{workflow_id}/restore`, { params: { path: { app_id: appId, workflow_id: id } } }));

export const deleteVersion = (appId: string, id: string) =>
  call(api.DELETE(`${at}/{workflow_id}`, { params: { path: { app_id: appId, workflow_id: id } } }));
