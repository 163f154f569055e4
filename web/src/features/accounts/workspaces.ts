import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type MyWorkspace = Schemas["OneOfMyWorkspaces"];

/** The workspaces that one belongs to, and whether one can create more. */
export const workspacesQuery = queryOptions({
  queryKey: ["workspaces"],
  queryFn: ({ signal }) => call(api.GET("/console/api/workspaces", { signal })),
});

/** Everything that was shown is of another workspace: nothing of it stays in memory. */
export async function goTo(workspaceId: string): Promise<void> {
  await call(api.POST("/console/api/workspaces/switch", { body: { tenant_id: workspaceId } }));
  location.assign("/");
}
