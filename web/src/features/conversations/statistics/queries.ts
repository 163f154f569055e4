import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";
import type { Row } from "./days";

export type What =
  | "daily-messages"
  | "daily-conversations"
  | "daily-end-users"
  | "token-costs"
  | "average-response-time"
  | "user-satisfaction-rate";

/** One figure of each day since `start`, a day of the account's time zone. Days without a message are left out. */
export const statisticsQuery = (appId: string, what: What, start: string) =>
  queryOptions({
    queryKey: ["app", appId, "statistics", what, start],
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId }, query: { start: `${start} 00:00` } };
      const { data } = await call(api.GET(`/console/api/apps/{app_id}/statistics/${what}`, { params, signal }));
      return data as Row[];
    },
    staleTime: 60_000,
  });
