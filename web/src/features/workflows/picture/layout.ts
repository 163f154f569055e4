// Where the nodes of a graph stand on its picture, and how its edges run.
import { parentOf } from "../graph/document";
import type { Graph, GraphEdge, GraphNode } from "../graph/types";
import { kindOf } from "../kinds/registry";

export const CARD = { width: 240, height: 56 };
const AROUND = 24;

export interface Placed {
  node: GraphNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many containers it stands in. */
  depth: number;
}

export interface Picture {
  nodes: Placed[];
  edges: { edge: GraphEdge; path: string }[];
  /** What is seen: left, top, width and height. */
  box: [number, number, number, number];
}

const size = (value: unknown, usual: number) => (typeof value === "number" && value > 0 ? value : usual);

export function pictureOf(graph: Graph): Picture {
  const nodes = placed(graph.nodes.filter((node) => node.type !== "custom-note"));
  const byId = new Map(nodes.map((each) => [each.node.id, each]));
  const edges = graph.edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
    return from && to ? [{ edge, path: pathOf(from, to) }] : [];
  });
  return { nodes, edges, box: boxOf(nodes) };
}

/** Containers first, since what is inside them is drawn over them. */
function placed(nodes: GraphNode[]): Placed[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = nodes.map((node) => {
    let { x, y } = node.position;
    let depth = 0;
    for (let at = byId.get(parentOf(node) ?? ""); at && depth < 10; at = byId.get(parentOf(at) ?? "")) {
      x += at.position.x;
      y += at.position.y;
      depth++;
    }
    const isContainer = kindOf(node.data.type).isContainer;
    const width = isContainer ? size(node.width, 480) : CARD.width;
    const height = isContainer ? size(node.height, 240) : CARD.height;
    return { node, x, y, width, height, depth };
  });
  return found.sort((one, other) => one.depth - other.depth);
}

function pathOf(from: Placed, to: Placed): string {
  const [x1, y1] = [from.x + from.width, from.y + CARD.height / 2];
  const [x2, y2] = [to.x, to.y + CARD.height / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}

function boxOf(nodes: Placed[]): Picture["box"] {
  if (nodes.length === 0) return [0, 0, 1, 1];
  const left = Math.min(...nodes.map((each) => each.x)) - AROUND;
  const top = Math.min(...nodes.map((each) => each.y)) - AROUND;
  const right = Math.max(...nodes.map((each) => each.x + each.width)) + AROUND;
  const bottom = Math.max(...nodes.map((each) => each.y + each.height)) + AROUND;
  return [left, top, right - left, bottom - top];
}
