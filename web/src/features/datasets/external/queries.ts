import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASETS, datasetsKey } from "../queries";

export type Service = Schemas["ExternalApiOut"];
export type ServiceGiven = { name: string; endpoint: string; key: string };

export const SERVICES = `${DATASETS}/external-knowledge-api` as const;
export const SERVICE = `${SERVICES}/{external_api_id}` as const;
export const servicesKey = ["external services"];

/** The services that answer for external knowledge bases, the newest first. */
export const servicesQuery = queryOptions({
  queryKey: servicesKey,
  queryFn: async ({ signal }) =>
    (await call(api.GET(SERVICES, { params: { query: { page: 1, limit: 100 } }, signal }))).data,
});

export const NEW: ServiceGiven = { name: "", endpoint: "", key: "" };

/** A stored key comes masked, and is sent back so if it is to stay. */
export const givenOf = ({ name, settings }: Service): ServiceGiven => ({
  name,
  endpoint: settings.endpoint,
  key: settings.api_key,
});

export const bodyOf = ({ name, endpoint, key }: ServiceGiven, description = "") => ({
  name: name.trim(),
  description,
  settings: { endpoint: endpoint.trim(), api_key: key.trim() },
});

/** Saves a service; what is known of it and of knowledge bases is asked for again. Whoever uses this shows the error. */
export function useServiceChange(service: Service, onDone: (changed: Service) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ReturnType<typeof bodyOf>) =>
      call(api.PATCH(SERVICE, { params: { path: { external_api_id: service.id } }, body })),
    onSuccess: async (changed) => {
      onDone(changed);
      await Promise.all([servicesKey, datasetsKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}
