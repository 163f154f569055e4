import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Trigger = Schemas["TriggerOut"];
export type TriggerEvent = Schemas["DeliveryOut"];

const PAGE = 20;
// What arrives from elsewhere is seen soon, also by somebody who only looks.
const POLL_MS = 5000;

export const triggersQuery = (appId: string) =>
  queryOptions({
    queryKey: ["triggers", appId],
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId } };
      return call(api.GET("/console/api/apps/{app_id}/triggers", { params, signal }));
    },
    refetchInterval: POLL_MS,
  });

/** The events of a trigger, the newest first. */
export const eventsQuery = (appId: string, triggerId: string) =>
  infiniteQueryOptions({
    queryKey: ["triggers", appId, triggerId, "events"],
    queryFn: ({ pageParam, signal }) => {
      const path = { app_id: appId, trigger_id: triggerId };
      const query = { limit: PAGE, ...(pageParam ? { last_id: pageParam } : {}) };
      const params = { path, query };
      return call(api.GET("/console/api/apps/{app_id}/triggers/{trigger_id}/events", { params, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (last) => (last.has_more ? last.data.at(-1)?.event_id : undefined),
    refetchInterval: POLL_MS,
  });
