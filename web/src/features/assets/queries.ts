import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";

/** All that is known of an app's files; what changes them makes it ask again. */
export const assetsKey = (appId: string) => ["app", appId, "assets"];

export const skillsQuery = (appId: string) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "skills"],
    queryFn: () => call(api.GET("/console/api/apps/{app_id}/assets/skills", { params: { path: { app_id: appId } } })),
  });
