import { infiniteQueryOptions, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api, call, type Schemas } from "@/api";

export type App = Schemas["AppOut"];
export type AppMode = App["mode"];

export const MODES: readonly AppMode[] = ["agent-chat", "chat", "advanced-chat", "workflow", "completion"];

const PAGE = 30;

/** Pages of apps, the newest first, whose name holds `name`. */
export const appsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ["apps", { name }],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET("/console/api/apps", { params: { query: { name, page: pageParam, limit: PAGE } }, signal })),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const appQuery = (id: string) =>
  queryOptions({
    queryKey: ["app", id],
    queryFn: () => call(api.GET("/console/api/apps/{app_id}", { params: { path: { app_id: id } } })),
  });

/** The app whose pages these are. Only under /apps/{id}. */
export function useApp(): App {
  const { appId } = useParams({ from: "/console/apps/$appId" });
  return useSuspenseQuery(appQuery(appId)).data;
}
