import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type ApiKey = Schemas["ApiKeyOut"];

export const keysQuery = (appId: string) =>
  queryOptions({
    queryKey: ["app", appId, "keys"],
    queryFn: () => call(api.GET("/console/api/apps/{app_id}/api-keys", { params: { path: { app_id: appId } } })),
  });
