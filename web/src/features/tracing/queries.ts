import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import type { Provider } from "./providers";

const APP = "/console/api/apps/{app_id}";
// Workers send traces every few seconds.
const POLL_MS = 5000;

export const targetsQuery = (appId: string) =>
  queryOptions({
    queryKey: ["tracing", appId],
    queryFn: ({ signal }) => call(api.GET(`${APP}/trace-configs`, { params: { path: { app_id: appId } }, signal })),
    refetchInterval: POLL_MS,
  });

export const failedQuery = (appId: string, provider: Provider) =>
  infiniteQueryOptions({
    queryKey: ["tracing", appId, provider, "failed"],
    queryFn: ({ pageParam, signal }) => {
      const query = { tracing_provider: provider, state: "failed", page: pageParam, limit: 20 } as const;
      return call(api.GET(`${APP}/trace-deliveries`, { params: { path: { app_id: appId }, query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export function useTracing(appId: string) {
  const queries = useQueryClient();
  const path = { app_id: appId };
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["tracing", appId] });
  const add = useMutation({
    mutationFn: (body: Schemas["TraceConfigIn"]) => call(api.POST(`${APP}/trace-config`, { params: { path }, body })),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: (body: Schemas["TraceConfigUpdate"]) =>
      call(api.PATCH(`${APP}/trace-config`, { params: { path }, body })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (provider: Provider) =>
      call(api.DELETE(`${APP}/trace-config`, { params: { path, query: { tracing_provider: provider } } })),
    onSuccess,
  });
  const test = useMutation({
    mutationFn: (provider: Provider) =>
      call(api.POST(`${APP}/trace-config/test`, { params: { path }, body: { tracing_provider: provider } })),
  });
  const resend = useMutation({
    mutationFn: (id: string) =>
      call(
        api.POST(`${APP}/trace-deliveries/{delivery_id}/resend`, { params: { path: { ...path, delivery_id: id } } }),
      ),
    onSuccess,
  });
  const resendAll = useMutation({
    mutationFn: (provider: Provider) =>
      call(api.POST(`${APP}/trace-deliveries/resend`, { params: { path }, body: { tracing_provider: provider } })),
    onSuccess,
  });
  return { add, change, remove, test, resend, resendAll };
}
