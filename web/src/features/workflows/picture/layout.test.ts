import { expect, test } from "vitest";
import type { GraphNode } from "../graph/types";
import { CARD, pictureOf } from "./layout";
import { readGraph } from "./reading";

const node = (id: string, x: number, y: number, more: Partial<GraphNode> = {}, type = "code"): GraphNode => ({
  id,
  type: "custom",
  position: { x, y },
  data: { type, title: id },
  ...more,
});

test("what is inside a container stands where the container stands, and is drawn over it", () => {
  const inner = node("inner", 10, 20, { parentId: "it" });
  const it = node("it", 100, 200, { width: 500, height: 300 }, "iteration");
  const { nodes, box } = pictureOf({ nodes: [inner, it, node("note", -900, 0, { type: "custom-note" })], edges: [] });
  expect(nodes.map((each) => [each.node.id, each.x, each.y, each.width])).toEqual([
    ["it", 100, 200, 500],
    ["inner", 110, 220, CARD.width],
  ]);
  expect(box).toEqual([76, 176, 548, 348]);
});

test("a graph from a file is drawn, whatever it lacks", () => {
  const stored = {
    nodes: [{ id: "a" }, {}, "x", { id: "b", position: { x: "1" }, data: [] }],
    edges: [{ source: "a", target: "b" }, 1],
  };
  const { nodes, edges } = pictureOf(readGraph(stored));
  expect(nodes.map((each) => [each.node.id, each.x])).toEqual([
    ["a", 0],
    ["b", 0],
  ]);
  expect(edges).toHaveLength(1);
  expect(readGraph(null)).toEqual({ nodes: [], edges: [] });
});

test("edges of nodes that are not there, and parents in a circle, do no harm", () => {
  const edge = { id: "e", source: "a", sourceHandle: "source", target: "b", targetHandle: "target" };
  const lost = { ...edge, id: "f", target: "nowhere" };
  const nodes = [
    node("a", 0, 0),
    node("b", 400, 0),
    node("x", 0, 0, { parentId: "y" }),
    node("y", 0, 0, { parentId: "x" }),
  ];
  expect(pictureOf({ nodes, edges: [edge, lost] }).edges.map((each) => each.edge.id)).toEqual(["e"]);
  expect(pictureOf({ nodes: [], edges: [] }).box).toEqual([0, 0, 1, 1]);
});
