import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASET, datasetKey } from "../queries";

export type Pipeline = Schemas["PipelineOut"];
export type Step = Pipeline["steps"][number];

export const pipelinesKey = (datasetId: string) => [...datasetKey(datasetId), "pipelines"];

/** The newest version, which new documents get; null: they get what is usual. */
export const pipelineQuery = (datasetId: string) =>
  queryOptions({
    queryKey: pipelinesKey(datasetId),
    queryFn: async ({ signal }) => {
      const params = { path: { dataset_id: datasetId }, query: { page: 1, limit: 1 } };
      return (await call(api.GET(`${DATASET}/pipelines`, { params, signal }))).data[0] ?? null;
    },
  });
