import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Dataset = Schemas["DatasetOut"];

export const DATASETS = "/console/api/datasets";
export const DATASET = `${DATASETS}/{dataset_id}` as const;

/** All that is known of the workspace's knowledge bases, and of one. */
export const datasetsKey = ["datasets"];
export const datasetKey = (id: string) => [...datasetsKey, "one", id];

/** Pages of the knowledge bases that you can read, the newest first. */
export const datasetsQuery = (keyword: string) =>
  infiniteQueryOptions({
    queryKey: [...datasetsKey, "all", keyword],
    queryFn: ({ pageParam, signal }) => {
      const query = { keyword, page: pageParam, limit: 50 };
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
