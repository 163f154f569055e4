import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type Profile = Schemas["AccountOut"];
export type Workspace = Schemas["WorkspaceOut"];

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: () => call(api.GET("/console/api/account/profile")),
  staleTime: Number.POSITIVE_INFINITY,
});

export const workspaceQuery = queryOptions({
  queryKey: ["workspace"],
  queryFn: () => call(api.GET("/console/api/workspaces/current")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The server says what a role allows: there is no second table here. */
export type Ability = Workspace["abilities"][number];

/** Who is signed in, in which workspace, and what they can do there. Only behind the sign-in. */
export function useMember() {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const { data: workspace } = useSuspenseQuery(workspaceQuery);
  return { profile, workspace, can: (ability: Ability) => workspace.abilities.includes(ability) };
}
