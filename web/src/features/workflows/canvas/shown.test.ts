import { expect, test } from "vitest";
import { edgeOf } from "../graph/connecting";
import { changeData, move } from "../graph/edits";
import { grouped } from "../graph/groups";
import { chance, nodeAt, sampleGraph } from "../graph/samples";
import type { Graph } from "../graph/types";
import { FlowNodes, flowEdges } from "./flow";
import { boxAt, countIn, shown } from "./shown";

const NONE: ReadonlySet<string> = new Set();
const LOOK = { selected: NONE, current: null, worst: new Map(), readOnly: false };

test("what is inside something folded is not drawn, nor what leads there", () => {
  const graph: Graph = {
    nodes: [
      nodeAt("a"),
      nodeAt("loop", 300, 0, { data: { type: "loop", title: "" } }),
      nodeAt("in", 20, 60, { parentId: "loop" }),
      nodeAt("inner", 200, 60, { parentId: "loop", data: { type: "iteration", title: "" } }),
      nodeAt("deep", 20, 60, { parentId: "inner" }),
    ],
    edges: [edgeOf({ source: "a", target: "loop" }), edgeOf({ source: "in", target: "inner" })],
  };
  const ids = (folded: string[]) =>
    shown(graph, new Set(folded))
      .boxes.map(({ id }) => id)
      .sort();
  expect(ids([])).toEqual(["a", "deep", "in", "inner", "loop"]);
  expect(ids(["inner"])).toEqual(["a", "in", "inner", "loop"]);
  expect(ids(["loop"])).toEqual(["a", "loop"]);
  expect(shown(graph, new Set(["loop"])).edges).toHaveLength(1);
  const deep = shown(graph, NONE).box.get("deep")!;
  expect([deep.x, deep.y]).toEqual([520, 120]);
});

test("edges of what is in a folded group lead to the group, once each", () => {
  const edges = [
    edgeOf({ source: "a", target: "b" }),
    edgeOf({ source: "b", target: "c" }),
    edgeOf({ source: "b", target: "d" }),
    edgeOf({ source: "c", target: "d" }),
  ];
  const plain: Graph = { nodes: [nodeAt("a"), nodeAt("b", 300), nodeAt("c", 600), nodeAt("d", 900)], edges };
  const graph = grouped(plain, ["b", "c"], "G", () => "g");
  const closed = shown(graph, new Set(["g"]));
  expect(closed.boxes.map(({ id }) => id).sort()).toEqual(["a", "d", "g"]);
  expect(closed.edges.map(({ source, target }) => `${source} ${target}`)).toEqual(["a g", "g d"]);
  expect(shown(graph, NONE).edges).toEqual(edges);
  expect(shown(graph, NONE).boxes[0]!.id).toBe("g");
});

test("a node that did not change is the same object, so that it is not drawn again", () => {
  const graph = sampleGraph(chance(3), 40);
  const known = new FlowNodes();
  const before = new Map(known.of(shown(graph, NONE), LOOK).map((node) => [node.id, node]));
  const others = (next: Graph) =>
    known
      .of(shown(next, NONE), LOOK)
      .filter((node) => before.get(node.id) !== node)
      .map(({ id }) => id);
  expect(others({ ...graph })).toEqual([]);
  expect(others(changeData(graph, "n5", { title: "Other" }))).toEqual(["n5"]);
  known.of(shown(graph, NONE), LOOK);
  expect(others(move(graph, new Map([["start", { x: 7, y: 7 }]])))).toContain("start");
  const again = known.of(shown(graph, NONE), { ...LOOK, current: "n1", selected: new Set(["n1"]) });
  expect(again.filter(({ selected }) => selected).map(({ id }) => id)).toEqual(["n1"]);
  const one = flowEdges(shown(graph, NONE), NONE);
  const other = flowEdges(shown({ ...graph }, NONE), new Set([graph.edges[0]!.id]));
  expect(other.filter((edge, at) => edge !== one[at]).map(({ id }) => id)).toEqual([graph.edges[0]!.id]);
});

test("what stands in an area is counted as it is drawn, and the topmost is found at a point", () => {
  const graph: Graph = {
    nodes: [
      nodeAt("loop", 0, 0, { width: 600, height: 300, data: { type: "loop", title: "" } }),
      nodeAt("in", 20, 60, { parentId: "loop" }),
      nodeAt("far", 5_000),
    ],
    edges: [edgeOf({ source: "loop", target: "far" })],
  };
  const items = shown(graph, NONE);
  expect(countIn(items, { x: 0, y: 0, width: 800, height: 600 })).toBe(3);
  expect(countIn(items, { x: 2_000, y: 0, width: 800, height: 600 })).toBe(0);
  expect(countIn(items, { x: 4_900, y: 0, width: 800, height: 600 })).toBe(2);
  expect(boxAt(items, 30, 70)!.id).toBe("in");
  expect(boxAt(items, 500, 250)!.id).toBe("loop");
  expect(boxAt(items, 3_000, 0)).toBeUndefined();
});
