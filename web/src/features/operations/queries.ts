import { queryOptions } from "@tanstack/react-query";
import { ApiError, api, apiFetch, call, errorOf, type Schemas } from "@/api";

export type Queue = Schemas["QueueOut"];
export type Health = Schemas["HealthOut"];

const EVERY = 2_000;

/** Asked again every two seconds, while the page is in sight. */
export const queuesQuery = queryOptions({
  queryKey: ["queues"],
  queryFn: () => call(api.GET("/console/api/operations/queues")),
  // Who did not sign in again is not asked every two seconds.
  refetchInterval: ({ state }) => (state.error instanceof ApiError && state.error.status === 401 ? false : EVERY),
});

export const healthQuery = queryOptions({
  queryKey: ["health"],
  // A failing check is an answer as well, and comes as 503.
  queryFn: async (): Promise<Health> => {
    const response = await apiFetch("/health");
    if (!response.ok && response.status !== 503) throw await errorOf(response);
    const body: Partial<Health> = await response.json();
    if (!body.checks) throw await errorOf(response, body);
    return body as Health;
  },
  refetchInterval: EVERY * 2,
});
