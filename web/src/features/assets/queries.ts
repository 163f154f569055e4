import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type AssetNode = Schemas["NodeOut"];

/** All that is known of an app's files; what changes them makes it ask again. */
export const assetsKey = (appId: string) => ["app", appId, "assets"];

/** Pages of what lies in a folder; `folderId` null: at the top. */
export const childrenQuery = (appId: string, folderId: string | null) =>
  infiniteQueryOptions({
    queryKey: [...assetsKey(appId), "children", folderId],
    queryFn: ({ pageParam, signal }) => {
      const query = { page: pageParam, limit: 100 };
      if (folderId === null) {
        return call(
          api.GET("/console/api/apps/{app_id}/assets/children", {
            params: { path: { app_id: appId }, query },
            signal,
          }),
        );
      }
      const path = { app_id: appId, node_id: folderId };
      return call(
        api.GET("/console/api/apps/{app_id}/assets/nodes/{node_id}/children", { params: { path, query }, signal }),
      );
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const versionsQuery = (appId: string) =>
  infiniteQueryOptions({
    queryKey: [...assetsKey(appId), "versions"],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET("/console/api/apps/{app_id}/assets/versions", {
          params: { path: { app_id: appId }, query: { page: pageParam, limit: 50 } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const skillsQuery = (appId: string) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "skills"],
    queryFn: () => call(api.GET("/console/api/apps/{app_id}/assets/skills", { params: { path: { app_id: appId } } })),
  });
