// What a run of a workflow says, as far as the console listens to it.

/** What each event of a node says. */
export interface NodeEventData {
  id: string;
  node_id: string;
  node_type: string;
  title: string;
  index: number;
  predecessor_node_id: string | null;
  created_at: number;
  iteration_id: string | null;
  loop_id: string | null;
}

export interface NodeEndData extends NodeEventData {
  inputs: Record<string, unknown> | null;
  process_data: Record<string, unknown> | null;
  outputs: Record<string, unknown> | null;
  status: "succeeded" | "failed" | "exception" | "retry" | "stopped" | "paused";
  error: string | null;
  elapsed_time: number;
  execution_metadata: { total_tokens?: number; total_price?: string; currency?: string };
}

export interface RunEndData {
  id: string;
  status: "succeeded" | "partial-succeeded" | "failed" | "stopped";
  outputs: Record<string, unknown> | null;
  error: string | null;
  elapsed_time: number;
  total_tokens: number;
  total_steps: number;
}

type Lengths = { metadata: { iteration_length?: number; loop_length?: number } };
type Container = "iteration" | "loop";

type Said =
  | { event: "workflow_started"; data: { id: string; inputs: Record<string, unknown>; created_at: number } }
  | { event: "node_started"; data: NodeEventData }
  | { event: "node_finished" | "node_retry"; data: NodeEndData }
  | { event: `${Container}_started`; data: NodeEventData & Lengths }
  | { event: `${Container}_next`; data: NodeEventData & { index: number } }
  | { event: `${Container}_completed`; data: NodeEndData & { steps: number } }
  | { event: "human_input_required"; data: { node_id: string } }
  | { event: "human_input_form_filled" | "human_input_form_timeout"; data: { node_id: string } }
  | { event: "workflow_paused"; data: object }
  | { event: "workflow_finished"; data: RunEndData }
  | { event: "text_chunk" | "text_replace"; data: { text: string } }
  | { event: "message" | "message_replace"; answer: string }
  | { event: "message_end" }
  | { event: "error"; code: string; message: string; status: number };

export type RunEvent = Said & { task_id?: string; workflow_run_id?: string };

/** After these nothing more is told. */
export const isLast = ({ event }: { event: string }) => event === "workflow_finished" || event === "error";

/** After this nothing more is told until somebody answers; whoever reads a run from its beginning goes on past it. */
export const isPause = ({ event }: { event: string }) => event === "workflow_paused";
