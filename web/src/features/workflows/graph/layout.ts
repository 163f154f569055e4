// Tidy: every level from left to right, what is inside a container before the container itself.
import { graphlib, layout } from "@dagrejs/dagre";
import { indexOf, isContainer, isNote } from "./document";
import { mapNodes } from "./edits";
import type { Graph, GraphNode } from "./types";

export interface Size {
  width: number;
  height: number;
}

const [GAP, RANK_GAP] = [40, 80];
/** Around what is inside a container; above it stands the container's title. */
const [PADDING, HEAD] = [32, 72];

export function tidied(graph: Graph, sizeOf: (node: GraphNode) => Size): Graph {
  const places = new Map<string, { x: number; y: number }>();
  const sizes = new Map<string, Size>();
  arrange(graph, undefined, sizeOf, places, sizes);
  return mapNodes(graph, (node) => {
    const position = places.get(node.id);
    if (!position) return node;
    return { ...node, position, ...(isContainer(node) ? sizes.get(node.id) : {}) };
  });
}

/** Returns how much room the level takes. */
function arrange(
  graph: Graph,
  parent: string | undefined,
  sizeOf: (node: GraphNode) => Size,
  places: Map<string, { x: number; y: number }>,
  sizes: Map<string, Size>,
): Size {
  const { inside } = indexOf(graph);
  const nodes = (inside.get(parent) ?? []).filter((node) => !isNote(node));
  for (const node of nodes) {
    const held = inside.has(node.id) && node.id !== parent ? arrange(graph, node.id, sizeOf, places, sizes) : null;
    const own = sizeOf(node);
    sizes.set(node.id, held ? { width: Math.max(held.width, 240), height: Math.max(held.height, 120) } : own);
  }
  const drawn = new graphlib.Graph();
  drawn.setGraph({
    rankdir: "LR",
    nodesep: GAP,
    ranksep: RANK_GAP,
    ranker: nodes.length > 300 ? "longest-path" : "network-simplex",
  });
  drawn.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) drawn.setNode(id, { ...sizes.get(id)! });
  for (const { source, target } of graph.edges)
    if (drawn.hasNode(source) && drawn.hasNode(target) && source !== target) drawn.setEdge(source, target);
  layout(drawn);
  const [left, top] = parent === undefined ? [0, 0] : [PADDING, HEAD];
  let [width, height] = [0, 0];
  for (const { id } of nodes) {
    const at = drawn.node(id) as { x: number; y: number };
    const size = sizes.get(id)!;
    const place = { x: Math.round(at.x - size.width / 2 + left), y: Math.round(at.y - size.height / 2 + top) };
    places.set(id, place);
    width = Math.max(width, place.x + size.width);
    height = Math.max(height, place.y + size.height);
  }
  return { width: width + PADDING, height: height + PADDING };
}
