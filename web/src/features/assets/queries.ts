import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";

/** All that is known of an app's files; what changes them makes it ask again. */
export const assetsKey = (appId: string) => ["app", appId, "assets"];

/** Whether this was found out about the draft, so that a change of the draft makes it old. */
export function ofDraft(appId: string, key: readonly unknown[]): boolean {
  return key[1] === appId && key[2] === "assets" && (key[3] === "skills" || key.includes("draft"));
}

export const skillsQuery = (appId: string) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "skills"],
    queryFn: () => call(api.GET("/console/api/apps/{app_id}/assets/skills", { params: { path: { app_id: appId } } })),
  });
