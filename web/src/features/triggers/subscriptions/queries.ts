import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Subscription = Schemas["SubscriptionOut"];
export type SubscriptionKind = Subscription["kind"];
export type SubscriptionEvent = Schemas["SubscriptionEvent"];

export const SUBSCRIPTIONS = "/console/api/workspaces/current/trigger-subscriptions";
export const SUBSCRIPTION = `${SUBSCRIPTIONS}/{subscription_id}` as const;
export const pathOf = ({ id }: { id: string }) => ({ path: { subscription_id: id } });

export const subscriptionsKey = ["subscriptions"];

/** The workspace's subscriptions: it has at most 100. What their sources say comes by itself. */
export const subscriptionsQuery = queryOptions({
  queryKey: [...subscriptionsKey, "all"],
  queryFn: ({ signal }) => call(api.GET(SUBSCRIPTIONS, { params: { query: { page: 1, limit: 100 } }, signal })),
  refetchInterval: 15_000,
});

/** Pages of what one has told, the newest first. */
export const eventsQuery = (subscription: Subscription) =>
  infiniteQueryOptions({
    queryKey: [...subscriptionsKey, subscription.id, "events"],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET(`${SUBSCRIPTION}/events`, {
          params: { ...pathOf(subscription), query: { page: pageParam, limit: 10 } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });
