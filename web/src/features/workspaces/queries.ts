import { queryOptions } from "@tanstack/react-query";
import { api, call, queryClient, type Schemas } from "@/api";

export type Role = Schemas["WorkspaceOut"]["role"];
export type Invitation = Schemas["InvitationOut"];

export const invitationsQuery = queryOptions({
  queryKey: ["workspace", "invitations"],
  queryFn: ({ signal }) => call(api.GET("/console/api/workspaces/current/invitations", { signal })),
});

export const invitationsChanged = () => queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });

/** A link that the API gives: complete, or where its settings don't say, below this console's address. */
export const completeLink = (url: string) => new URL(url, location.origin).href;
