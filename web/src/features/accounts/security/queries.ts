import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Passkey = Schemas["PasskeyOut"];
export type LoginSession = Schemas["LoginSessionOut"];

export const passkeysQuery = queryOptions({
  queryKey: ["account", "passkeys"],
  queryFn: () => call(api.GET("/console/api/account/passkeys")),
});

export const twoStepQuery = queryOptions({
  queryKey: ["account", "two-step"],
  queryFn: () => call(api.GET("/console/api/account/two-step")),
});

export const sessionsQuery = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: () => call(api.GET("/console/api/account/sessions")),
});

export const policyQuery = queryOptions({
  queryKey: ["workspace", "two-step"],
  queryFn: () => call(api.GET("/console/api/workspaces/current/two-step")),
});
