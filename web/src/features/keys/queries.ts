import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Token = Schemas["PersonalTokenOut"];
export const TOKENS = "/console/api/account/tokens";

/** One's own in the current workspace, the oldest first. */
export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => (await call(api.GET(TOKENS, { signal }))).data,
});
