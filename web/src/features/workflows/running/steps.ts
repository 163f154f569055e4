// The steps of a run, as they are told while it runs and as they are stored: one form for both.
import type { Schemas } from "@/api";
import { parentOf } from "../graph/document";
import type { Graph } from "../graph/types";
import type { NodeEndData, NodeEventData, RunEvent } from "./events";
import type { NodeState } from "./states";

export type Values = Record<string, unknown>;

export interface Step {
  id: string;
  /** Where it is stored; null while it is told. */
  runId: string | null;
  nodeId: string;
  type: string;
  title: string;
  /** The items and rounds that it belongs to, such as "it:7/loop:2"; empty: none. */
  frame: string;
  status: NodeState["status"];
  attempt: number;
  /** Taken from an earlier run. */
  reused: boolean;
  /** Unix seconds, with fractions. */
  startedAt: number;
  seconds: number | null;
  inputs: Values | null;
  processData: Values | null;
  outputs: Values | null;
  /** Whether large values are told by their beginning. */
  truncated: boolean;
  error: string | null;
  tokens: number;
  price: string | null;
  currency: string | null;
}

type Paid = { total_tokens?: number; total_price?: string; currency?: string };

/** What it cost; nothing is said of what costs nothing. */
const paid = ({ total_tokens = 0, total_price, currency }: Paid) => ({
  tokens: total_tokens,
  price: total_price !== undefined && Number(total_price) > 0 ? total_price : null,
  currency: currency ?? null,
});

export function stepOf(row: Schemas["StepOut"]): Step {
  return {
    id: row.id,
    runId: row.workflow_run_id,
    nodeId: row.node_id,
    type: row.node_type,
    title: row.title,
    frame: row.frame,
    status: row.status as Step["status"],
    attempt: row.retry_index,
    reused: row.reused,
    startedAt: row.started_at,
    seconds: row.finished_at === null ? null : row.elapsed_time,
    inputs: row.inputs as Values | null,
    processData: row.process_data as Values | null,
    outputs: row.outputs as Values | null,
    truncated: row.truncated,
    error: row.error,
    ...paid(row.execution_metadata as Paid),
  };
}

const fresh = { runId: null, frame: "", reused: false, truncated: false };

function begun(data: NodeEventData, attempt: number, now: number): Step {
  const values = { inputs: null, processData: null, outputs: null };
  return {
    id: data.id,
    nodeId: data.node_id,
    type: data.node_type,
    title: data.title,
    ...fresh,
    status: "running",
    attempt,
    startedAt: now,
    seconds: null,
    ...values,
    error: null,
    ...paid({}),
  };
}

function ended(step: Step, data: NodeEndData): Step {
  return {
    ...step,
    status: data.status,
    seconds: data.elapsed_time,
    inputs: data.inputs,
    processData: data.process_data,
    outputs: data.outputs,
    error: data.error,
    ...paid(data.execution_metadata),
  };
}

/** The steps after an event; `now` in Unix seconds. Those inside a container are read once it is over: only its own is here. */
export function heardStep(steps: readonly Step[], event: RunEvent, now: number): readonly Step[] {
  if (event.event !== "node_started" && event.event !== "node_finished" && event.event !== "node_retry") return steps;
  const { data } = event;
  if (data.iteration_id || data.loop_id) return steps;
  const at = steps.findIndex((each) => each.id === data.id);
  const attempt = steps.filter((each) => each.nodeId === data.node_id).length + 1;
  const step = steps[at] ?? begun(data, attempt, event.event === "node_started" ? now : now - event.data.elapsed_time);
  const next = event.event === "node_started" ? step : ended(step, event.data);
  return at < 0 ? [...steps, next] : steps.with(at, next);
}

/** The last state of each node that stands in no container, of a run that is over: where there is none, it was skipped. */
export function endedStates(graph: Graph, steps: readonly Step[]): [string, NodeState][] {
  const outside = graph.nodes.filter((node) => parentOf(node) === undefined);
  return [...outside.map((node): [string, NodeState] => [node.id, { status: "skipped" }]), ...statesOf(steps)];
}

/** The last state of each node, of a run whose steps are known. */
export function statesOf(steps: readonly Step[]): [string, NodeState][] {
  return steps.map(({ nodeId, status, seconds, error }) => [
    nodeId,
    { status, ...(seconds === null ? {} : { seconds }), ...(error ? { error } : {}) },
  ]);
}

/** Where each step lies between the first's beginning and the last's end, from 0 to 1. Reused ones took no time here. */
export function spansOf(steps: readonly Step[], now: number): Map<string, { from: number; to: number }> {
  const own = steps.filter((each) => !each.reused);
  const end = (step: Step) => step.startedAt + (step.seconds ?? Math.max(0, now - step.startedAt));
  const first = Math.min(...own.map((each) => each.startedAt));
  const length = Math.max(...own.map(end)) - first || 1;
  return new Map(
    own.map((each) => [each.id, { from: (each.startedAt - first) / length, to: (end(each) - first) / length }]),
  );
}
