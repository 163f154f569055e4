import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api";
import { DATASET, datasetKey } from "../queries";
import { type FilterField, fieldsOf } from "./conditions";

export const metadataQuery = (datasetId: string) =>
  queryOptions({
    queryKey: [...datasetKey(datasetId), "metadata"],
    queryFn: ({ signal }) =>
      call(api.GET(`${DATASET}/metadata`, { params: { path: { dataset_id: datasetId } }, signal })),
  });

const builtInQuery = (datasetId: string) =>
  queryOptions({
    queryKey: [...datasetKey(datasetId), "metadata", "built-in"],
    queryFn: ({ signal }) =>
      call(api.GET(`${DATASET}/metadata/built-in`, { params: { path: { dataset_id: datasetId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What every document has. */
export const useBuiltInFields = (datasetId: string) => useQuery(builtInQuery(datasetId)).data?.fields ?? [];

/** What the documents of these can be filtered by; what every document has comes last. */
export function useFilterFields(datasetIds: string[]): FilterField[] {
  return useQueries({
    queries: [...datasetIds.map(metadataQuery), ...datasetIds.slice(0, 1).map(builtInQuery)],
    combine: (found) =>
      fieldsOf(
        found.flatMap(({ data }) => {
          if (!data) return [];
          return "fields" in data ? [data.fields] : [data.doc_metadata];
        }),
      ),
  });
}
