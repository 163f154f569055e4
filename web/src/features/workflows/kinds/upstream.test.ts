import { expect, test } from "vitest";
import type { Graph, GraphNode } from "../graph/types";
import { variablesInside, variablesOf } from "./upstream";

const node = (id: string, data: Record<string, unknown>, parentId?: string): GraphNode => ({
  id,
  type: "custom",
  position: { x: 0, y: 0 },
  ...(parentId ? { parentId } : {}),
  data: { type: "code", title: `Node ${id}`, outputs: { out: { type: "string" } }, ...data },
});
const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: "source",
  target,
  targetHandle: "target",
});
const app = { mode: "workflow", environment: [], conversation: [] };
const names = (graph: Graph, id: string, more = app) =>
  variablesOf(graph, id, more)
    .map(({ selector }) => selector.join("."))
    .filter((name) => !name.startsWith("sys."));

test("only what comes before is offered, the nearest first", () => {
  const nodes = ["a", "b", "c", "d", "other"].map((id) => node(id, {}));
  const graph = { nodes, edges: [edge("a", "b"), edge("b", "c"), edge("a", "c"), edge("c", "d"), edge("a", "other")] };
  expect(names(graph, "c")).toEqual(["a.out", "b.out"].reverse());
  expect(names(graph, "a")).toEqual([]);
  expect(names(graph, "d")).toEqual(["c.out", "b.out", "a.out"]);
  expect(names(graph, "nobody")).toEqual([]);
});

test("a cycle, an edge from nowhere and a node inside itself come to an end", () => {
  const nodes = [node("a", {}), node("b", {}), node("c", { type: "loop" }, "c")];
  const graph = { nodes, edges: [edge("a", "b"), edge("b", "a"), edge("gone", "b"), edge("b", "b")] };
  expect(names(graph, "a")).toEqual(["b.out"]);
  expect(names(graph, "c").length).toBeGreaterThan(0);
});

test("inside a container there is what is before it, and what it offers itself", () => {
  const loop = node("loop", { type: "loop", loop_variables: [{ label: "count", var_type: "number" }] });
  const nodes = [node("a", {}), loop, node("x", {}, "loop"), node("y", {}, "loop"), node("after", {})];
  const graph = { nodes, edges: [edge("a", "loop"), edge("x", "y"), edge("loop", "after")] };
  expect(names(graph, "y")).toEqual(["x.out", "loop.count", "loop.index", "a.out"]);
  expect(names(graph, "after")).toEqual(["loop.count", "loop.loop_round", "a.out"]);
  const writable = variablesOf(graph, "y", app).filter((each) => each.writable);
  expect(writable.map(({ selector }) => selector)).toEqual([["loop", "count"]]);
  expect(variablesInside(graph, "loop").map(({ selector }) => selector.join("."))).toEqual([
    "x.out",
    "y.out",
    "loop.count",
    "loop.index",
  ]);
  expect(variablesInside(graph, "a")).toEqual([]);
});

test("the app's own variables are everywhere, and those of a conversation only in one", () => {
  const graph = { nodes: [node("a", {})], edges: [] };
  const own = {
    mode: "advanced-chat",
    environment: [{ name: "KEY", value_type: "secret" }],
    conversation: [{ name: "seen", value_type: "array[string]" }],
  };
  expect(names(graph, "a", own as never)).toEqual(["conversation.seen", "env.KEY"]);
  const system = (mode: string) => variablesOf(graph, "a", { ...app, mode }).map(({ label }) => label);
  expect(system("advanced-chat")).toContain("query");
  expect(system("workflow")).not.toContain("query");
});

test("what a file is known by can be used, and a node that goes on after its error tells it", () => {
  const start = node("start", { type: "start", variables: [{ variable: "doc", type: "file" }] });
  const risky = node("risky", { error_strategy: "fail-branch" });
  const graph = { nodes: [start, risky, node("b", {})], edges: [edge("start", "risky"), edge("risky", "b")] };
  expect(names(graph, "b")).toEqual(expect.arrayContaining(["start.doc", "start.doc.name", "risky.error_message"]));
});
