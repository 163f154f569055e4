import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import type { Chosen } from "@/features/providers/ModelSelect";
import { DATASET, datasetKey } from "../queries";

export type Index = Schemas["KnowledgeIndexOut"];

const INDEXES = `${DATASET}/indexes` as const;
export const indexesKey = (id: string) => [...datasetKey(id), "indexes"];

/** The indexes of a knowledge base; looked at again while one is being built. */
export const indexesQuery = (id: string) =>
  queryOptions({
    queryKey: indexesKey(id),
    queryFn: async ({ signal }) => {
      const { data } = await call(api.GET(INDEXES, { params: { path: { dataset_id: id } }, signal }));
      return data;
    },
    refetchInterval: ({ state }) => (state.data?.some(isInWork) ? 2_000 : false),
  });

/** What a switch to the model would take. */
export const estimateQuery = (id: string, model: Chosen) =>
  queryOptions({
    queryKey: [...indexesKey(id), "estimate", model],
    queryFn: ({ signal }) => {
      const query = { embedding_model: model.name, embedding_model_provider: model.provider };
      return call(api.GET(`${INDEXES}/estimate`, { params: { path: { dataset_id: id }, query }, signal }));
    },
    staleTime: 0,
  });

export const cancel = (id: string, indexId: string) =>
  call(api.DELETE(`${INDEXES}/{index_id}`, { params: { path: { dataset_id: id, index_id: indexId } } }));

/** Go on with one that failed. */
export const retry = (id: string, { embedding_model, embedding_model_provider, doc_language }: Index) =>
  call(
    api.POST(INDEXES, {
      params: { path: { dataset_id: id } },
      body: { embedding_model, embedding_model_provider, doc_language },
    }),
  );

export const isInWork = ({ state, error_code }: Index) => state === "building" && error_code === null;
