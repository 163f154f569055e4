import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASET, datasetKey } from "../queries";

export type Pipeline = Schemas["PipelineOut"];
export type Step = Pipeline["steps"][number];
export type Trial = Schemas["PipelineRunOut"];

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

export const trialQuery = (datasetId: string, id: string) =>
  queryOptions({
    queryKey: [...pipelinesKey(datasetId), "trial", id],
    queryFn: ({ signal }) => {
      const path = { dataset_id: datasetId, pipeline_run_id: id };
      return call(api.GET(`${DATASET}/pipeline-runs/{pipeline_run_id}`, { params: { path }, signal }));
    },
    refetchInterval: ({ state }) => (state.data?.finished_at ? false : 1_000),
  });

export const savePipeline = (datasetId: string, steps: Step[]) =>
  call(api.POST(`${DATASET}/pipelines`, { params: { path: { dataset_id: datasetId } }, body: { steps } }));

export const applyPipeline = (datasetId: string, id: string) => {
  const path = { dataset_id: datasetId, pipeline_id: id };
  return call(api.POST(`${DATASET}/pipelines/{pipeline_id}/apply`, { params: { path }, body: {} }));
};

export const tryPipeline = (datasetId: string, steps: Step[], documentId: string) => {
  const path = { dataset_id: datasetId };
  return call(api.POST(`${DATASET}/pipeline-runs`, { params: { path }, body: { steps, document_ids: [documentId] } }));
};
