import { expect, test } from "vitest";
import { meets } from "../canvas/shown";
import { sizeOf } from "../canvas/sizes";
import { edgeOf } from "../graph/connecting";
import { indexOf, parentOf } from "../graph/document";
import { nodeAt } from "../graph/samples";
import type { Graph } from "../graph/types";
import { added, freeHandle, freshData, placeFor, titleFor } from "./adding";
import { firstGraph } from "./first";

const START = nodeAt("start", 0, 0, { data: { type: "start", title: "Start" } });

test("nodes are told apart by their names, and begin with what the server says", () => {
  const graph: Graph = { nodes: [START, nodeAt("a", 0, 0, { data: { type: "code", title: "Code" } })], edges: [] };
  expect([titleFor(graph, "LLM"), titleFor(graph, "Code")]).toEqual(["LLM", "Code 2"]);
  const config = { code: "x", outputs: { a: 1 } };
  const data = freshData(graph, "code", "Code", config);
  expect(data).toEqual({ ...config, type: "code", title: "Code 2" });
  expect(data.outputs).not.toBe(config.outputs);
});

test("one after another: each has its place, its edge, and stands over none", () => {
  let graph: Graph = { nodes: [START], edges: [] };
  for (let times = 0; times < 5; times++) {
    const from = graph.nodes[0]!;
    const data = { type: "template-transform", title: `T${times}` };
    graph = added(graph, { data, from, handle: "source" }).change(graph);
  }
  expect(graph.edges.map(({ source }) => source)).toEqual(Array(5).fill("start"));
  const boxes = graph.nodes.map((node) => ({ ...node.position, ...sizeOf(node) }));
  for (const [at, box] of boxes.entries())
    for (const other of boxes.slice(at + 1)) expect(meets(box, other)).toBe(false);
});

test("after a node inside a container it stands in that container", () => {
  const inside = nodeAt("in", 20, 60, { parentId: "loop" });
  const graph: Graph = {
    nodes: [START, nodeAt("loop", 300, 0, { data: { type: "loop", title: "" } }), inside],
    edges: [],
  };
  const data = { type: "loop", title: "Inner" };
  const after = added(graph, { data, from: inside, handle: "source" }).change(graph);
  const [made, first] = after.nodes.slice(3);
  expect([parentOf(made!), parentOf(first!)]).toEqual(["loop", made!.id]);
  expect(made!.data.start_node_id).toBe(first!.id);
  // A place on the canvas is one inside the container.
  const at = added(graph, {
    data: { type: "code", title: "" },
    from: inside,
    handle: "source",
    at: { x: 700, y: 200 },
  });
  expect(at.part.nodes[0]!.position).toEqual({ x: 400, y: 200 });
});

test("on an edge it takes the edge's place; a branch is left by what is still free", () => {
  const branch = nodeAt("if", 300, 0, { data: { type: "if-else", title: "", cases: [{ case_id: "true" }] } });
  const graph: Graph = {
    nodes: [START, branch, nodeAt("a", 600)],
    edges: [edgeOf({ source: "if", sourceHandle: "true", target: "a" })],
  };
  expect(freeHandle(graph, branch)).toBe("false");
  const data = { type: "code", title: "" };
  const { part, change } = added(graph, { data, from: branch, handle: "true", edge: graph.edges[0]!.id });
  const [node] = part.nodes;
  expect(change(graph).edges.map(({ source, sourceHandle, target }) => [source, sourceHandle, target])).toEqual([
    ["if", "true", node!.id],
    [node!.id, "source", "a"],
  ]);
});

test.each(["workflow", "advanced-chat"])("a first %s leads from a start to an end", (mode) => {
  const graph = firstGraph(mode, new Map(), (type) => type);
  expect(graph.edges).toHaveLength(graph.nodes.length - 1);
  expect(indexOf(graph).node.get("start")).toBeDefined();
  expect(["end", "answer"]).toContain(graph.nodes.at(-1)!.data.type);
});

test("what is pasted stands in sight, over nothing", () => {
  const graph: Graph = { nodes: [START, nodeAt("a", 300, 100)], edges: [] };
  const part = { nodes: [nodeAt("x", 10, 10), nodeAt("y", 400, 90)], edges: [] };
  expect(placeFor(graph, part, undefined, { x: 1_000, y: 500 })).toEqual({ x: 990, y: 490 });
  const by = placeFor(graph, part, undefined, { x: 0, y: 0 });
  const boxes = [
    ...graph.nodes,
    ...part.nodes.map((node) => ({ ...node, position: { x: node.position.x + by.x, y: node.position.y + by.y } })),
  ];
  for (const [at, node] of boxes.entries())
    for (const other of boxes.slice(at + 1))
      expect(meets({ ...node.position, ...sizeOf(node) }, { ...other.position, ...sizeOf(other) })).toBe(false);
});
