import { expect, test } from "vitest";
import { edgeOf, leadsTo, refused } from "./connecting";
import { diffOf, isEmpty } from "./diff";
import { containersOf, indexOf, parentOf } from "./document";
import { add, changeData, connect, fragmentOf, insert, insertOn, keepHandles, made, move, remove } from "./edits";
import { found } from "./find";
import { frameOf, grouped, isGroup, membersOf, ungrouped, withMembers } from "./groups";
import { History } from "./history";
import { tidied } from "./layout";
import { merge, shared } from "./merge";
import { rowsOf, stepFrom } from "./order";
import { problemsOf, worstOf } from "./problems";
import { type Chance, chance, nodeAt, sampleGraph } from "./samples";
import type { Graph } from "./types";
import { fromYaml, toYaml } from "./yaml";

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const random = (seed: number) => sampleGraph(chance(seed), 12);
const ids = (graph: Graph) => graph.nodes.map(({ id }) => id).sort();
const frozen = (graph: Graph): Graph => {
  for (const each of [...graph.nodes, ...graph.edges]) Object.freeze(each);
  Object.freeze(graph.nodes);
  Object.freeze(graph.edges);
  return Object.freeze(graph);
};

let counter = 0;
const nextId = (type: string) => `${type.replace(/\W/g, "_")}_${counter++}`;

/** One thing that a person may do, by chance. */
function edited(graph: Graph, next: Chance): Graph {
  const any = () => graph.nodes[next(graph.nodes.length)]!.id;
  switch (next(7)) {
    case 0:
      return add(graph, made({ type: "code", title: "New" }, { x: next(900), y: next(900) }, undefined, nextId));
    case 1:
      return add(graph, made({ type: "loop", title: "Loop" }, { x: 0, y: 0 }, undefined, nextId));
    case 2:
      return changeData(graph, any(), { title: `Title ${next(1000)}`, [`key${next(3)}`]: next(5) || undefined });
    case 3:
      return move(graph, new Map([[any(), { x: next(900), y: next(900) }]]));
    case 4:
      return connect(graph, { source: any(), target: any() });
    case 5:
      return graph.nodes.length > 3 ? remove(graph, [any()]) : graph;
    default:
      return insert(graph, fragmentOf(graph, [any()]), { x: 40, y: 40 }, undefined, nextId).graph;
  }
}

/** What the server asks of every graph, as far as it can be told without its nodes. */
function unsound(graph: Graph): string[] {
  const { node } = indexOf(graph);
  const faults: string[] = [];
  if (node.size < graph.nodes.length) faults.push("two nodes with one id");
  for (const each of graph.nodes) {
    const parent = parentOf(each);
    if (parent !== undefined && !node.has(parent)) faults.push(`${each.id} is in ${parent}, which is gone`);
    const start = each.data.start_node_id;
    if (typeof start === "string" && !node.has(start)) faults.push(`${each.id} has no start`);
  }
  for (const { source, target } of graph.edges) {
    const [from, to] = [node.get(source), node.get(target)];
    if (!from || !to) faults.push(`${source} → ${target} leads nowhere`);
    else if (parentOf(from) !== parentOf(to)) faults.push(`${source} → ${target} goes through a wall`);
    else if (leadsTo(graph, target, source)) faults.push(`${source} → ${target} closes a circle`);
  }
  return faults;
}

test.each(SEEDS)("whatever is done to a graph (%i), it stays sound, and undo leads back and forth", (seed) => {
  const next = chance(seed);
  const history = new History<Graph>();
  const states = [frozen(random(seed))];
  for (let step = 0; step < 30; step++) {
    const before = states.at(-1)!;
    const after = frozen(edited(before, next));
    expect(unsound(after)).toEqual([]);
    if (after === before) continue;
    history.record(before);
    states.push(after);
  }
  let now = states.at(-1)!;
  for (const state of states.slice(0, -1).reverse()) {
    now = history.undo(now)!;
    expect(now).toBe(state);
  }
  expect(history.undo(now)).toBeUndefined();
  for (const state of states.slice(1)) {
    now = history.redo(now)!;
    expect(now).toBe(state);
  }
  expect(history.canRedo).toBe(false);
});

test("undo keeps 200 steps, and what is typed at a stretch is one", () => {
  const history = new History<number>();
  for (let at = 0; at < 250; at++) history.record(at);
  let [now, steps] = [250, 0];
  for (let back = history.undo(now); back !== undefined; back = history.undo(now)) [now, steps] = [back, steps + 1];
  expect([now, steps]).toEqual([50, 200]);
  const typed = new History<string>();
  typed.record("", "title", 0);
  typed.record("a", "title", 100);
  typed.record("ab", "other", 150);
  typed.record("abc", "other", 9_000);
  expect([typed.undo("abcd"), typed.undo("abc"), typed.undo("ab"), typed.undo("")]).toEqual([
    "abc",
    "ab",
    "",
    undefined,
  ]);
});

test.each(SEEDS)("what only one of two people did (%i) is the outcome, whoever of them asks", (seed) => {
  const base = random(seed);
  const theirs = edited(edited(base, chance(seed + 1)), chance(seed + 2));
  expect(isEmpty(diffOf(merge(base, base, theirs).graph, theirs))).toBe(true);
  expect(isEmpty(diffOf(merge(base, theirs, base).graph, theirs))).toBe(true);
  expect(merge(base, theirs, base).clashes).toEqual([]);
  expect(isEmpty(diffOf(merge(base, theirs, structuredClone(theirs)).graph, theirs))).toBe(true);
});

test.each(SEEDS)("what two people did (%i) stays, node by node", (seed) => {
  const base = random(seed);
  const [mine, theirs] = [seed + 100, seed + 200].map((each) => {
    const next = chance(each);
    return Array.from({ length: 6 }).reduce<Graph>((graph) => edited(graph, next), base);
  }) as [Graph, Graph];
  const { graph, clashes } = merge(base, mine, shared(base, structuredClone(theirs)));
  const clashing = new Set(clashes.map(({ node }) => node));
  // Edges may close a circle only together, which the server says of the draft; the rest is always sound.
  expect(unsound(graph).filter((fault) => !fault.includes("circle"))).toEqual([]);
  for (const [one, other] of [
    [mine, theirs],
    [theirs, mine],
  ] as const)
    for (const { id, state, after, keys } of diffOf(base, one).nodes) {
      const now = indexOf(graph).node.get(id);
      const untouched = !diffOf(base, other).nodes.some((change) => change.id === id);
      if (state === "removed" && untouched && !clashing.has(id)) expect(now).toBeUndefined();
      if (state !== "removed") expect(now).toBeDefined();
      if (state !== "removed" && untouched) for (const key of keys) expect(now!.data[key]).toEqual(after!.data[key]);
    }
});

test("both changed one node: other keys go together, the same key is a clash that I win", () => {
  const base: Graph = { nodes: [nodeAt("a"), nodeAt("b")], edges: [] };
  const mine = changeData(changeData(base, "a", { title: "Mine", code: "1" }), "b", { title: "B" });
  const theirs = remove(changeData(base, "a", { title: "Theirs", desc: "why" }), ["b"]);
  const { graph, clashes } = merge(base, mine, theirs);
  expect(graph.nodes[0]!.data).toEqual({ type: "code", title: "Mine", code: "1", desc: "why" });
  expect(ids(graph)).toEqual(["a", "b"]);
  expect(clashes).toEqual([
    { node: "a", key: "title" },
    { node: "b", key: "" },
  ]);
});

test("a container that the other deleted comes back with its start, if I put something into it", () => {
  const base = add(
    { nodes: [], edges: [] },
    made({ type: "loop", title: "L" }, { x: 0, y: 0 }, undefined, (type) => type),
  );
  const mine = add(base, { nodes: [nodeAt("new", 0, 0, { parentId: "loop" })], edges: [] });
  const { graph, clashes } = merge(base, mine, remove(base, ["loop"]));
  expect(ids(graph)).toEqual(["loop", "loop-start", "new"]);
  expect(unsound(graph)).toEqual([]);
  expect(clashes).toEqual([{ node: "loop", key: "" }]);
});

test("steps of undo keep what others did meanwhile", () => {
  const base: Graph = { nodes: [nodeAt("a"), nodeAt("b")], edges: [] };
  const history = new History<Graph>();
  history.record(base);
  const mine = changeData(base, "a", { title: "Mine" });
  const theirs = changeData(base, "b", { title: "Theirs" });
  history.rebase((state) => merge(base, state, theirs).graph);
  const back = history.undo(merge(base, mine, theirs).graph)!;
  expect(back.nodes.map(({ data }) => data.title)).toEqual(["a", "Theirs"]);
});

test("edges that cannot be are refused with the reason", () => {
  const graph: Graph = {
    nodes: [
      nodeAt("start", 0, 0, { data: { type: "start", title: "" } }),
      nodeAt("a"),
      nodeAt("b"),
      nodeAt("in", 0, 0, { parentId: "a" }),
      nodeAt("note", 0, 0, { type: "custom-note" }),
    ],
    edges: [edgeOf({ source: "a", target: "b" })],
  };
  const why = (source: string, target: string) => refused(graph, { source, target });
  expect(why("a", "start")).toBe("root");
  expect(why("b", "a")).toBe("circle");
  expect(why("a", "a")).toBe("circle");
  expect(why("a", "b")).toBe("twice");
  expect(why("a", "in")).toBe("wall");
  expect(why("a", "note")).toBe("note");
  expect(why("a", "gone")).toBe("missing");
  expect(why("start", "a")).toBeNull();
  expect(connect(graph, { source: "b", target: "a" })).toBe(graph);
});

test("a copy names itself where the original named itself, and others as before", () => {
  const llm = {
    type: "llm",
    title: "",
    prompt: "{{#a.x#}} {{#b.y#}}",
    from: ["a", "x"],
    other: ["b", "y"],
    list: ["a"],
  };
  const graph: Graph = { nodes: [nodeAt("a"), nodeAt("b"), nodeAt("c", 0, 0, { data: llm })], edges: [] };
  const part = fragmentOf(connect(graph, { source: "a", target: "c" }), ["a", "c"]);
  const copy = insert(graph, part, { x: 1, y: 1 }, undefined, (type) => `new_${type}`);
  expect(copy.graph.nodes.at(-1)!.data).toMatchObject({
    prompt: "{{#new_code.x#}} {{#b.y#}}",
    from: ["new_code", "x"],
    other: ["b", "y"],
    list: ["a"],
  });
  expect(copy.graph.edges).toEqual([edgeOf({ source: "new_code", target: "new_llm" })]);
});

test("a node takes the place of an edge, and edges of handles that are gone go", () => {
  const graph = connect({ nodes: [nodeAt("a"), nodeAt("b")], edges: [] }, { source: "a", target: "b" });
  const after = insertOn(graph, graph.edges[0]!.id, { nodes: [nodeAt("m")], edges: [] }, "true");
  expect(after.edges).toEqual([
    edgeOf({ source: "a", target: "m" }),
    edgeOf({ source: "m", sourceHandle: "true", target: "b" }),
  ]);
  expect(keepHandles(after, "m", ["true"])).toBe(after);
  expect(keepHandles(after, "m", ["false"]).edges).toEqual([edgeOf({ source: "a", target: "m" })]);
});

test.each(SEEDS)("the outline (%i) has each node once, after its container and after those before it", (seed) => {
  const graph = random(seed);
  const rows = rowsOf(graph).map(({ node }) => node.id);
  expect([...rows].sort()).toEqual(ids(graph));
  const at = (id: string) => rows.indexOf(id);
  for (const { source, target } of graph.edges) expect(at(source)).toBeLessThan(at(target));
  for (const { node, level } of rowsOf(graph)) {
    expect(level).toBe(containersOf(graph, node.id).length + 1);
    for (const container of containersOf(graph, node.id)) expect(at(container.id)).toBeLessThan(at(node.id));
  }
});

test("arrows follow edges, go from branch to branch, into a container and out of it", () => {
  const nodes = [
    nodeAt("start", 0, 100),
    nodeAt("top", 300, 0),
    nodeAt("loop", 300, 200, { data: { type: "loop", title: "", start_node_id: "first" } }),
    nodeAt("first", 20, 60, { parentId: "loop", data: { type: "loop-start", title: "" } }),
  ];
  const graph: Graph = {
    nodes,
    edges: [edgeOf({ source: "start", sourceHandle: "b", target: "loop" }), edgeOf({ source: "start", target: "top" })],
  };
  expect(stepFrom(graph, "start", "next")).toBe("top");
  expect(stepFrom(graph, "top", "previous")).toBe("start");
  expect(stepFrom(graph, "top", "below")).toBe("loop");
  expect(stepFrom(graph, "loop", "above")).toBe("top");
  expect(stepFrom(graph, "loop", "below")).toBe("first");
  expect(stepFrom(graph, "first", "previous")).toBe("loop");
  expect(stepFrom(graph, "loop", "next")).toBeUndefined();
});

test.each(SEEDS)(
  "tidied (%i), nodes lie beside one another, those of a container inside it, edges lead to the right",
  (seed) => {
    const size = { width: 240, height: 80 };
    const graph = tidied(random(seed), () => size);
    const { node, inside } = indexOf(graph);
    const boxOf = (id: string) => {
      const { position, width, height } = node.get(id)!;
      return { ...position, width: width ?? size.width, height: height ?? size.height };
    };
    for (const [parent, children] of inside)
      for (const [at, child] of children.entries()) {
        const box = boxOf(child.id);
        for (const other of children.slice(at + 1).map(({ id }) => boxOf(id)))
          expect(
            box.x + box.width <= other.x ||
              other.x + other.width <= box.x ||
              box.y + box.height <= other.y ||
              other.y + other.height <= box.y,
          ).toBe(true);
        const outer = parent === undefined ? null : boxOf(parent);
        if (outer)
          expect([
            box.x >= 0,
            box.y >= 0,
            box.x + box.width <= outer.width,
            box.y + box.height <= outer.height,
          ]).toEqual([true, true, true, true]);
      }
    for (const { source, target } of graph.edges) expect(boxOf(source).x).toBeLessThan(boxOf(target).x);
    expect(tidied(graph, () => size)).toEqual(graph);
  },
);

test.each(SEEDS)("as text and back (%i) it is the same part", async (seed) => {
  const part = fragmentOf(random(seed), ["start", "n0", "n1", "n2", "n3"]);
  const back = await fromYaml(await toYaml(part));
  expect(back!.nodes).toEqual(part.nodes);
  expect(back!.edges.map(({ source, target }) => [source, target])).toEqual(
    part.edges.map(({ source, target }) => [source, target]),
  );
});

test.each([
  "",
  "hello",
  "nodes: []",
  "nodes: [{id: a}]",
  "nodes: {a: 1}",
  "nodes: [{id: a, data: {type: code}}, {id: a, data: {type: code}}]",
  "{",
  "a: &a [x]\nnodes: [*a]",
])("%j is no part of a graph", async (text) => {
  expect(await fromYaml(text)).toBeNull();
});

test("a whole file can be pasted, and edges that lead elsewhere are left out", async () => {
  const graph = "nodes: [{id: 7, data: {type: code}}]\n    edges: [{source: '7', target: x}, 4]";
  expect(await fromYaml(`workflow:\n  graph:\n    ${graph}`)).toEqual({
    nodes: [{ id: "7", type: "custom", position: { x: 0, y: 0 }, data: { type: "code", title: "7" } }],
    edges: [],
  });
});

test("nodes are found by title first, then by what is in them", () => {
  const graph: Graph = {
    nodes: [
      nodeAt("a", 0, 0, { data: { type: "code", title: "Sum", code: "refund" } }),
      nodeAt("b", 1),
      nodeAt("refund", 2),
    ],
    edges: [],
  };
  const named = (type: string) => (type === "code" ? "Code" : type);
  expect(found(graph, "REFUND", named).map(({ id }) => id)).toEqual(["refund", "a"]);
  expect(found(graph, "code sum", named).map(({ id }) => id)).toEqual(["a"]);
  expect(found(graph, " ", named)).toEqual([]);
});

test("problems stand at their node and at its containers, the worst of each", () => {
  const graph: Graph = { nodes: [nodeAt("loop"), nodeAt("in", 0, 0, { parentId: "loop" }), nodeAt("b")], edges: [] };
  const problems = problemsOf([
    { node: "in", message: "wrong", path: "nodes.1", severity: "error" },
    { node: "in", message: "odd", path: "nodes.1", severity: "warning" },
    { node: "b", message: "odd", severity: "warning" },
    { node: "gone", message: "old" },
    { other: 1 },
  ]);
  expect(problems).toHaveLength(4);
  expect([...worstOf(graph, problems)]).toEqual([
    ["in", "error"],
    ["loop", "error"],
    ["b", "warning"],
  ]);
});

test("a group holds what stands together, moves with it, and is gone with the last of it", () => {
  const graph: Graph = {
    nodes: [nodeAt("a"), nodeAt("b", 300), nodeAt("c", 600), nodeAt("in", 0, 0, { parentId: "c" })],
    edges: [],
  };
  expect(grouped(graph, ["a", "in"], "G")).toBe(graph);
  expect(grouped(graph, ["a"], "G")).toBe(graph);
  const one = grouped(graph, ["a", "b"], "One", () => "one");
  const size = () => ({ width: 100, height: 50 });
  const group = indexOf(one).node.get("one")!;
  expect(frameOf(one, group, size)).toEqual({ x: -20, y: -44, width: 440, height: 114 });
  const moved = move(
    one,
    withMembers(one, new Map([["one", { x: 80, y: 56 }]]), () => ({ x: -20, y: -44 })),
  );
  expect(moved.nodes.slice(0, 3).map(({ position }) => position)).toEqual([
    { x: 100, y: 100 },
    { x: 400, y: 100 },
    { x: 600, y: 0 },
  ]);
  // Whoever is in another group leaves the first.
  const two = grouped(one, ["b", "c"], "Two", () => "two");
  expect(two.nodes.filter(isGroup).map((each) => membersOf(two, each).map(({ id }) => id))).toEqual([
    ["a"],
    ["b", "c"],
  ]);
  expect(ids(ungrouped(remove(two, ["a"]), []))).toEqual(["b", "c", "in", "two"]);
  expect(ids(ungrouped(two, ["two"]))).toEqual(["a", "b", "c", "in", "one"]);
});
