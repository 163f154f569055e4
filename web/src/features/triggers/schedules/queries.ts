import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Schedule = Schemas["ScheduleOut"];
export type Firing = Schemas["FiringOut"];

export const schedulesKey = ["schedules"];
export type Shown = "all" | "on" | "off";

const SOON_MS = 15_000;
const ONE = "/console/api/apps/{app_id}/schedules/{trigger_id}/firings";

/** Pages of the workspace's schedules, those that are due next first; looked at again now and then. */
export const schedulesQuery = (shown: Shown) =>
  infiniteQueryOptions({
    queryKey: [...schedulesKey, "all", shown],
    queryFn: ({ pageParam, signal }) => {
      const enabled = shown === "all" ? {} : { enabled: shown === "on" };
      const query = { ...enabled, page: pageParam, limit: 50 };
      return call(api.GET("/console/api/workspaces/current/schedules", { params: { query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
    refetchInterval: SOON_MS,
  });

/** A schedule of an app; null: there is none. */
export const scheduleQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: [...schedulesKey, "of app", appId, id],
    queryFn: async ({ signal }) => {
      const query = { app_id: appId, limit: 100 };
      const { data } = await call(api.GET("/console/api/workspaces/current/schedules", { params: { query }, signal }));
      return data.find((each) => each.id === id) ?? null;
    },
    refetchInterval: SOON_MS,
  });

/** What has come of a schedule's times, the newest first. */
export const firingsQuery = ({ id, app_id }: Schedule) =>
  infiniteQueryOptions({
    queryKey: [...schedulesKey, "one", id],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { app_id, trigger_id: id }, query: { page: pageParam, limit: 20 } };
      return call(api.GET(ONE, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
    refetchInterval: SOON_MS,
  });

export const switchSchedule = ({ id, app_id }: Schedule, on: boolean) =>
  call(
    api.POST("/console/api/apps/{app_id}/trigger-enable", {
      params: { path: { app_id } },
      body: { trigger_id: id, enable_trigger: on },
    }),
  );

export const runAgain = ({ id, app_id }: Schedule, firing: Firing) =>
  call(api.POST(`${ONE}/{firing_id}/run`, { params: { path: { app_id, trigger_id: id, firing_id: firing.id } } }));
