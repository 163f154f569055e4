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

const ABILITIES = {
  manage: ["owner", "admin"],
  edit: ["owner", "admin", "editor"],
  read: ["owner", "admin", "editor", "normal"],
} as const satisfies Record<string, readonly Workspace["role"][]>;

export type Ability = keyof typeof ABILITIES;

export function roleMay(role: Workspace["role"], ability: Ability): boolean {
  return (ABILITIES[ability] as readonly string[]).includes(role);
}

/** Who is signed in, in which workspace, and what they may do there. Only behind the sign-in. */
export function useMember() {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const { data: workspace } = useSuspenseQuery(workspaceQuery);
  return { profile, workspace, may: (ability: Ability) => roleMay(workspace.role, ability) };
}
