import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASET } from "../queries";
import { pipelinesKey, type Step } from "../splitting/queries";

export type Trial = Schemas["PipelineRunOut"];

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

/** What indexing all documents again with a version would take. */
export const pipelineEstimateQuery = (datasetId: string, id: string) =>
  queryOptions({
    queryKey: [...pipelinesKey(datasetId), "estimate", id],
    queryFn: ({ signal }) => {
      const path = { dataset_id: datasetId, pipeline_id: id };
      return call(api.GET(`${DATASET}/pipelines/{pipeline_id}/estimate`, { params: { path }, signal }));
    },
    staleTime: 0,
  });

export const applyPipeline = (datasetId: string, id: string) => {
  const path = { dataset_id: datasetId, pipeline_id: id };
  return call(api.POST(`${DATASET}/pipelines/{pipeline_id}/apply`, { params: { path }, body: {} }));
};

export const tryPipeline = (datasetId: string, steps: Step[], documentId: string) => {
  const path = { dataset_id: datasetId };
  return call(api.POST(`${DATASET}/pipeline-runs`, { params: { path }, body: { steps, document_ids: [documentId] } }));
};
