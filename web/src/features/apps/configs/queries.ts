import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { read } from "./config";

export type Kept = Schemas["ConfigOut"];

const at = "/console/api/apps/{app_id}";

const configsKey = (appId: string) => ["app", appId, "configs"];

export const configQuery = (appId: string) =>
  queryOptions({
    queryKey: [...configsKey(appId), "current"],
    queryFn: async () => read(await call(api.GET(`${at}/model-config`, { params: { path: { app_id: appId } } }))),
    // What is being edited does not change by itself.
    staleTime: 60_000,
  });

/** Pages of configs, the newest first. */
export const keptQuery = (appId: string) =>
  infiniteQueryOptions({
    queryKey: [...configsKey(appId), "all"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { app_id: appId }, query: { page: pageParam, limit: 20 } };
      return call(api.GET(`${at}/model-configs`, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });
