import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type AllowedHost = Schemas["HostOut"];

export const HOSTS = "/console/api/operations/allowed-hosts";

export const hostsQuery = queryOptions({
  queryKey: ["allowed-hosts"],
  queryFn: () => call(api.GET(HOSTS)),
});

/** As it stands in an address: an IPv6 address in brackets. */
export function hostAndPort({ host, port }: { host: string; port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The host that a request was not let go to, if the details of an error name one. */
export function refusedHost(details: readonly Record<string, unknown>[] | null | undefined) {
  const found = details?.find((detail) => typeof detail.host === "string" && typeof detail.port === "number");
  return found ? { host: found.host as string, port: found.port as number } : null;
}
