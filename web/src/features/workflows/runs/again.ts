import { apiFetch, errorOf } from "@/api";
import { eventsOf } from "@/features/conversations/answering/sse";

/** Starts a run again from a node, with the version that ran, and returns the new run's id; the run's own page follows it. */
export async function runAgain(appId: string, runId: string, nodeId: string): Promise<string> {
  const response = await apiFetch(`/console/api/apps/${appId}/workflow-runs/${runId}/rerun`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ node_id: nodeId }),
  });
  if (!response.ok || !response.body) throw await errorOf(response);
  for await (const { data } of eventsOf(response.body)) return (JSON.parse(data) as { task_id: string }).task_id;
  throw new TypeError("nothing was sent");
}
