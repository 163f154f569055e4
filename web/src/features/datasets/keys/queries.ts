import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASETS, datasetsKey } from "../queries";

export type DatasetKey = Schemas["DatasetKeyOut"];
export const KEYS = `${DATASETS}/api-keys` as const;

/** All keys of the workspace's knowledge bases, the oldest first. */
export const keysQuery = queryOptions({
  queryKey: [...datasetsKey, "keys"],
  queryFn: async ({ signal }) => (await call(api.GET(KEYS, { signal }))).data,
});

/** Whether a key opens this knowledge base: those that are limited to others do not. */
export const opens = ({ dataset_ids: ids }: Pick<DatasetKey, "dataset_ids">, datasetId: string) =>
  ids === null || ids.includes(datasetId);
