import { expect, test } from "vitest";
import type { NodeEndData, NodeEventData, RunEvent } from "./events";
import { endedStates, heardStep, type Step, spansOf, statesOf } from "./steps";

const node = (id: string, node_id: string, more: Partial<NodeEventData> = {}): NodeEventData => ({
  id,
  node_id,
  node_type: "code",
  title: node_id,
  index: 1,
  predecessor_node_id: null,
  created_at: 0,
  iteration_id: null,
  loop_id: null,
  ...more,
});
const end = (id: string, node_id: string, more: Partial<NodeEndData> = {}): NodeEndData => ({
  ...node(id, node_id),
  inputs: { x: 1 },
  process_data: null,
  outputs: { y: 2 },
  status: "succeeded",
  error: null,
  elapsed_time: 2,
  execution_metadata: { total_tokens: 12, total_price: "0.0012", currency: "USD" },
  ...more,
});

function heard(...told: [RunEvent, number][]): readonly Step[] {
  return told.reduce<readonly Step[]>((steps, [event, now]) => heardStep(steps, event, now), []);
}

test("a step begins and ends once, with what it cost", () => {
  const steps = heard(
    [{ event: "node_started", data: node("1", "a") }, 100],
    [{ event: "node_started", data: node("2", "b") }, 101],
    [{ event: "node_finished", data: end("1", "a") }, 102],
  );
  expect(steps.map(({ nodeId, status, startedAt, seconds }) => [nodeId, status, startedAt, seconds])).toEqual([
    ["a", "succeeded", 100, 2],
    ["b", "running", 101, null],
  ]);
  expect(steps[0]).toMatchObject({ tokens: 12, price: "0.0012", currency: "USD", outputs: { y: 2 } });
});

test("a retry is an attempt of its own, and what is heard again changes nothing", () => {
  const retry: RunEvent = { event: "node_retry", data: end("1", "a", { status: "retry", error: "503" }) };
  const again: RunEvent = { event: "node_started", data: node("2", "a") };
  const steps = heard([{ event: "node_started", data: node("1", "a") }, 100], [retry, 102], [again, 103], [again, 109]);
  expect(steps.map(({ status, attempt, error }) => [status, attempt, error])).toEqual([
    ["retry", 1, "503"],
    ["running", 2, null],
  ]);
  expect(statesOf(steps).at(-1)).toEqual(["a", { status: "running" }]);
});

test("what is inside a container is read once the run is over", () => {
  expect(heard([{ event: "node_started", data: node("1", "a", { iteration_id: "it" }) }, 100])).toEqual([]);
});

test("a step whose beginning was not heard began when it must have", () => {
  expect(heard([{ event: "node_finished", data: end("1", "a") }, 102])[0]?.startedAt).toBe(100);
});

test("of a run that is over, a node without a step was skipped; what is inside a container has its own in the items", () => {
  const at = (id: string, parentId?: string) => ({
    id,
    type: "custom",
    position: { x: 0, y: 0 },
    data: { type: "code", title: id },
    ...(parentId ? { parentId } : {}),
  });
  const steps = heard([{ event: "node_finished", data: end("1", "a") }, 102]);
  const states = new Map(endedStates({ nodes: [at("a"), at("b"), at("c", "a")], edges: [] }, steps));
  expect([...states].map(([id, { status }]) => [id, status])).toEqual([
    ["a", "succeeded"],
    ["b", "skipped"],
  ]);
});

test("spans lie between the first beginning and the last end, without what was reused", () => {
  const [one, two] = heard(
    [{ event: "node_finished", data: end("1", "a") }, 102],
    [{ event: "node_finished", data: end("2", "b") }, 104],
  );
  const old = { ...one!, id: "0", reused: true, startedAt: 1 };
  const spans = spansOf([old, one!, two!], 200);
  expect(spans.has("0")).toBe(false);
  expect(spans.get("1")).toEqual({ from: 0, to: 0.5 });
  expect(spans.get("2")).toEqual({ from: 0.5, to: 1 });
  // What runs reaches until now; no step at all is no trouble.
  expect(spansOf([{ ...one!, seconds: null }], 104).get("1")).toEqual({ from: 0, to: 1 });
  expect(spansOf([], 0).size).toBe(0);
});
