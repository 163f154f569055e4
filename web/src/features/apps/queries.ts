import { infiniteQueryOptions, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api, call, type Schemas } from "@/api";
import type { AppMode } from "./modes";

export type App = Schemas["AppOut"];
export type AppDetail = Schemas["AppDetail"];

const PAGE = 30;

/** `name`: a part of it. `mine`: made by whoever asks. */
export type AppsWanted = { name: string; mode: AppMode | "all"; mine: boolean };
export const ALL_APPS: AppsWanted = { name: "", mode: "all", mine: false };

/** Pages of apps, the newest first. */
export const appsQuery = ({ name, mode, mine }: AppsWanted) =>
  infiniteQueryOptions({
    queryKey: ["apps", { name, mode, mine }],
    queryFn: ({ pageParam, signal }) => {
      const query = { name, mode, is_created_by_me: mine, page: pageParam, limit: PAGE };
      return call(api.GET("/console/api/apps", { params: { query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const appQuery = (id: string) =>
  queryOptions({
    queryKey: ["app", id],
    queryFn: () => call(api.GET("/console/api/apps/{app_id}", { params: { path: { app_id: id } } })),
  });

/** The app whose pages these are. Only under /apps/{id}. */
export function useApp(): AppDetail {
  const { appId } = useParams({ from: "/console/apps/$appId" });
  return useSuspenseQuery(appQuery(appId)).data;
}
