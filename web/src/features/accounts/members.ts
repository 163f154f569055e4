import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Colleague = Schemas["MemberOut"];

/** The members of this workspace, by name. */
export const membersQuery = queryOptions({
  queryKey: ["workspace", "members"],
  queryFn: async ({ signal }) => (await call(api.GET("/console/api/workspaces/current/members", { signal }))).accounts,
});
