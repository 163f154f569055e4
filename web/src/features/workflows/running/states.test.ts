import { expect, test, vi } from "vitest";
import type { NodeEndData, NodeEventData, RunEvent } from "./events";
import { NodeStates } from "./states";

const begun = (node_id: string): NodeEventData => ({
  id: node_id,
  node_id,
  node_type: "code",
  title: node_id,
  index: 1,
  predecessor_node_id: null,
  created_at: 0,
  iteration_id: null,
  loop_id: null,
});
const over = (node_id: string, status: NodeEndData["status"], error: string | null = null): NodeEndData => ({
  ...begun(node_id),
  inputs: {},
  process_data: {},
  outputs: {},
  status,
  error,
  elapsed_time: 1.5,
  execution_metadata: {},
});
const finished = (status: "succeeded" | "stopped"): RunEvent => ({
  event: "workflow_finished",
  data: { id: "r", status, outputs: {}, error: null, elapsed_time: 2, total_tokens: 0, total_steps: 2 },
});

test("only who watches a node is told of it", () => {
  const states = new NodeStates();
  const [one, other] = [vi.fn(), vi.fn()];
  const leave = states.subscribe("one", one);
  states.subscribe("other", other);
  states.hear({ event: "node_started", data: begun("one") });
  expect(one).toHaveBeenCalledTimes(1);
  expect(other).not.toHaveBeenCalled();
  leave();
  states.hear({ event: "node_finished", data: over("one", "succeeded") });
  expect(one).toHaveBeenCalledTimes(1);
  expect(states.get("one")).toEqual({ status: "succeeded", seconds: 1.5 });
});

test("a retry says why, and the next attempt runs", () => {
  const states = new NodeStates();
  states.hear({ event: "node_retry", data: over("one", "retry", "HTTP 503") });
  expect(states.get("one")).toEqual({ status: "retry", seconds: 1.5, error: "HTTP 503" });
  states.hear({ event: "node_started", data: begun("one") });
  expect(states.get("one")).toEqual({ status: "running" });
});

test("an iteration counts its items, also where they are told no more", () => {
  const states = new NodeStates();
  states.hear({ event: "node_started", data: begun("it") });
  states.hear({ event: "iteration_started", data: { ...begun("it"), metadata: { iteration_length: 3 } } });
  states.hear({ event: "iteration_next", data: { ...begun("it"), index: 2 } });
  expect(states.get("it")).toEqual({ status: "running", items: { done: 2, total: 3 } });
  states.hear({ event: "iteration_completed", data: { ...over("it", "succeeded"), steps: 3 } });
  states.hear({ event: "node_finished", data: over("it", "succeeded") });
  expect(states.get("it")).toEqual({ status: "succeeded", seconds: 1.5, items: { done: 3, total: 3 } });
});

test("with the run's end, what was at work was stopped and what was never heard of was skipped", () => {
  const states = new NodeStates();
  const listener = vi.fn();
  states.subscribe("never", listener);
  states.hear({ event: "node_finished", data: over("one", "succeeded") });
  states.hear({ event: "node_started", data: begun("two") });
  expect(states.get("never")).toBeUndefined();
  states.hear(finished("stopped"));
  expect(states.get("one")?.status).toBe("succeeded");
  expect(states.get("two")?.status).toBe("stopped");
  expect(states.get("never")?.status).toBe("skipped");
  expect(listener).toHaveBeenCalled();
  states.clear();
  expect(states.get("never")).toBeUndefined();
});
