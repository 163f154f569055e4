import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Dataset = Schemas["DatasetOut"];

export const DATASETS = "/console/api/datasets";
export const DATASET = `${DATASETS}/{dataset_id}` as const;

/** All that is known of the workspace's knowledge bases, and of one. */
export const datasetsKey = ["datasets"];
export const datasetKey = (id: string) => [...datasetsKey, "one", id];

/** Pages of the knowledge bases that you can read, the newest first; with `all`, others' private ones too, by name. */
export const datasetsQuery = (keyword: string, all = false) =>
  infiniteQueryOptions({
    queryKey: [...datasetsKey, "all", keyword, all],
    queryFn: ({ pageParam, signal }) => {
      const query = { keyword, include_all: all, page: pageParam, limit: 50 };
      return call(api.GET(DATASETS, { params: { query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: datasetKey(id),
    queryFn: ({ signal }) => call(api.GET(DATASET, { params: { path: { dataset_id: id } }, signal })),
  });

/** Of knowledge bases that an app uses, by their IDs: who named them and can't read them any more. */
export function useLostBy(appId: string, enabled: boolean): Record<string, string> {
  const { data = [] } = useQuery({
    queryKey: ["app", appId, "datasets"],
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId } };
      return (await call(api.GET("/console/api/apps/{app_id}/datasets", { params, signal }))).data;
    },
    enabled,
  });
  const lost = data.flatMap(({ id, lost_access, bound_by }) => (lost_access && bound_by ? [[id, bound_by.name]] : []));
  return Object.fromEntries(lost);
}

/** Those of these IDs that you can read. Without any, nothing is asked. */
export function useDatasets(ids: string[]) {
  return useQuery({
    queryKey: [...datasetsKey, "some", ids],
    queryFn: async ({ signal }) => {
      if (ids.length === 0) return [];
      return (await call(api.GET(DATASETS, { params: { query: { ids, limit: 100 } }, signal }))).data;
    },
    placeholderData: keepPreviousData,
  });
}
