// Graphs for tests, and for measuring: the same for the same seed.
import { edgeOf, refused } from "./connecting";
import type { Graph, GraphNode } from "./types";

export type Chance = (below: number) => number;

/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export const nodeAt = (id: string, x = 0, y = 0, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  type: "custom",
  position: { x, y },
  data: { type: "code", title: id },
  ...more,
});

/** A start, `count` nodes after it, some inside iterations, and edges among them wherever they may be. */
export function sampleGraph(next: Chance, count: number): Graph {
  let graph: Graph = { nodes: [nodeAt("start", 0, 0, { data: { type: "start", title: "Start" } })], edges: [] };
  for (let at = 0; at < count; at++) {
    const containers = graph.nodes.filter(({ data }) => data.type === "iteration");
    const parent = next(4) === 0 ? containers[next(Math.max(1, containers.length))]?.id : undefined;
    const type = next(8) === 0 ? "iteration" : "code";
    const node = nodeAt(`n${at}`, at * 300, next(5) * 100, { data: { type, title: `Node ${at}` } });
    graph = { ...graph, nodes: [...graph.nodes, parent ? { ...node, parentId: parent } : node] };
    for (let tries = 0; tries < 3; tries++) {
      const ends = { source: graph.nodes[next(graph.nodes.length)]!.id, target: node.id };
      if (!refused(graph, ends)) graph = { ...graph, edges: [...graph.edges, edgeOf(ends)] };
    }
  }
  return graph;
}
