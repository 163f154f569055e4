import { expect, test } from "vitest";
import type { GraphNode } from "../graph/types";
import { type Content, diffOf, isEmpty, linesOf } from "./diff";

const node = (id: string, data: object = {}, x = 0): GraphNode => ({
  id,
  type: "custom",
  position: { x, y: 0 },
  data: { type: "code", title: id, ...data },
});
const edge = (source: string, target: string, id = `${source}-${target}`) => ({
  id,
  source,
  sourceHandle: "source",
  target,
  targetHandle: "target",
});
const content = (nodes: GraphNode[], edges: ReturnType<typeof edge>[] = [], more: Partial<Content> = {}): Content => ({
  graph: { nodes, edges },
  features: {},
  environment_variables: [],
  conversation_variables: [],
  ...more,
});

test("nodes that came, went and changed are told, and where one stands is no change", () => {
  const before = content([node("a"), node("b", { code: "1" }), node("gone")]);
  const after = content([node("a", { selected: true }, 500), node("b", { code: "2" }), node("new")]);
  const { nodes, graph } = diffOf(before, after);
  expect(nodes.map(({ id, change }) => [id, change])).toEqual([
    ["b", "changed"],
    ["gone", "removed"],
    ["new", "added"],
  ]);
  expect(graph.nodes.map(({ id }) => id)).toEqual(["a", "b", "new", "gone"]);
});

test("an edge is its ends, whatever it is called", () => {
  const nodes = [node("a"), node("b"), node("c")];
  const before = content(nodes, [edge("a", "b", "1"), edge("b", "c", "2")]);
  const after = content(nodes, [edge("a", "b", "renamed"), edge("a", "c", "2")]);
  const { edges, graph } = diffOf(before, after);
  expect(edges.map(({ edge: { source, target }, change }) => [source, target, change])).toEqual([
    ["a", "c", "added"],
    ["b", "c", "removed"],
  ]);
  expect(new Set(graph.edges.map(({ id }) => id)).size).toBe(3);
});

test("what stands beside the graph is compared too, and order of keys is nothing", () => {
  const before = content([node("a", { x: 1, y: 2 })], [], { features: { opening_statement: "Hi", file_upload: {} } });
  const same = content([node("a", { y: 2, x: 1 })], [], { features: { file_upload: {}, opening_statement: "Hi" } });
  expect(isEmpty(diffOf(before, same))).toBe(true);
  const { parts } = diffOf(before, { ...same, features: { opening_statement: "Hello" } });
  expect(parts).toEqual([
    { name: "features", before: "file_upload: {}\nopening_statement: Hi\n", after: "opening_statement: Hello\n" },
  ]);
});

test("texts of several lines are compared line by line", () => {
  expect(linesOf({ prompt: [{ role: "user", text: "one\ntwo" }] })).toBe(
    "prompt[0].role: user\nprompt[0].text:\n  one\n  two\n",
  );
});
