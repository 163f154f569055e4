import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Provider = Schemas["ProviderOut"];
export type Model = Schemas["ModelOut"];
export type ModelType = "llm" | "text-embedding" | "rerank";

const CURRENT = "/console/api/workspaces/current";
/** All that is known of the workspace's providers and their models. */
export const providersKey = ["providers"];

export const providersQuery = queryOptions({
  queryKey: [...providersKey, "all"],
  queryFn: () => call(api.GET(`${CURRENT}/model-providers`)),
});

export const modelsQuery = (provider: string) =>
  queryOptions({
    queryKey: [...providersKey, provider, "models"],
    queryFn: () => call(api.GET(`${CURRENT}/model-providers/{provider}/models`, { params: { path: { provider } } })),
  });

export const credentialQuery = (provider: string, id: string) =>
  queryOptions({
    queryKey: [...providersKey, provider, "credential", id],
    queryFn: () => {
      const params = { path: { provider }, query: { credential_id: id } };
      return call(api.GET(`${CURRENT}/model-providers/{provider}/credentials`, { params }));
    },
    staleTime: 0,
    gcTime: 0,
  });

/** The models of a type that apps may use, by their providers. */
export const usableModelsQuery = (type: ModelType) =>
  queryOptions({
    queryKey: [...providersKey, "usable", type],
    queryFn: () =>
      call(api.GET(`${CURRENT}/models/model-types/{model_type}`, { params: { path: { model_type: type } } })),
  });

/** The model that is used where none is named; null: there is none. */
export const defaultModelQuery = (type: ModelType) =>
  queryOptions({
    queryKey: [...providersKey, "default", type],
    queryFn: async () => {
      const { data } = await call(api.GET(`${CURRENT}/default-model`, { params: { query: { model_type: type } } }));
      return data ? { provider: data.provider.provider, name: data.model } : null;
    },
  });

export const parametersQuery = (provider: string, model: string) =>
  queryOptions({
    queryKey: [...providersKey, provider, "parameters", model],
    queryFn: () => {
      const params = { path: { provider }, query: { model } };
      return call(api.GET(`${CURRENT}/model-providers/{provider}/models/parameter-rules`, { params }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
