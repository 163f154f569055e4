import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASETS } from "../queries";

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
