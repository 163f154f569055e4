// What of a graph is there to be drawn: not what is inside something folded; and where, as boxes.
import { edgeKey } from "../graph/connecting";
import { containersOf, isContainer, parentOf, placeOf, SOURCE } from "../graph/document";
import { frameOf, groupsOf, isGroup } from "../graph/groups";
import { rowsOf } from "../graph/order";
import type { Graph, GraphEdge, GraphNode } from "../graph/types";
import { sizeOf } from "./sizes";

export interface Box {
  id: string;
  node: GraphNode;
  x: number;
  y: number;
  /** Relative to its container. */
  at: { x: number; y: number };
  width: number;
  height: number;
  folded: boolean;
}

export interface Shown {
  /** Containers before what is in them. */
  boxes: Box[];
  edges: GraphEdge[];
  box: ReadonlyMap<string, Box>;
}

/** What is inside something folded is not there; edges of a group's members lead to the group instead. */
export function shown(graph: Graph, folded: ReadonlySet<string>): Shown {
  const groups = folded.size > 0 ? groupsOf(graph) : new Map<string, GraphNode>();
  const shut = (id: string) => {
    const group = groups.get(id);
    return group && folded.has(group.id) ? group.id : undefined;
  };
  const hidden = (id: string) =>
    folded.size > 0 &&
    (shut(id) !== undefined ||
      containersOf(graph, id).some((each) => folded.has(each.id) || shut(each.id) !== undefined));
  const boxes = rowsOf(graph).flatMap(({ node }): Box[] => {
    if (hidden(node.id)) return [];
    const closed = folded.has(node.id) && (isContainer(node) || isGroup(node));
    if (isGroup(node) && !closed) return [framed(graph, node)];
    const place = placeOf(graph, node.id);
    return [{ id: node.id, node, ...place, at: node.position, ...sizeOf(node, closed), folded: closed }];
  });
  // Frames lie behind what they hold.
  boxes.sort((one, other) => Number(isFrame(other)) - Number(isFrame(one)));
  const box = new Map(boxes.map((each) => [each.id, each]));
  const edges = groups.size > 0 ? redirected(graph.edges, shut) : graph.edges;
  return { boxes, edges: edges.filter(({ source, target }) => box.has(source) && box.has(target)), box };
}

const isFrame = ({ node, folded }: Box) => isGroup(node) && !folded && parentOf(node) === undefined;

function framed(graph: Graph, node: GraphNode): Box {
  const { x, y, width, height } = frameOf(graph, node, (each) => sizeOf(each));
  const whole = placeOf(graph, node.id);
  const place = { x: whole.x - node.position.x + x, y: whole.y - node.position.y + y };
  return { id: node.id, node, ...place, at: { x, y }, width, height, folded: false };
}

function redirected(edges: GraphEdge[], shut: (id: string) => string | undefined): GraphEdge[] {
  const seen = new Set<string>();
  return edges.flatMap((edge) => {
    const [from, to] = [shut(edge.source), shut(edge.target)];
    if (from === undefined && to === undefined) return edge;
    const sourceHandle = from === undefined ? edge.sourceHandle : SOURCE;
    const led = { ...edge, source: from ?? edge.source, sourceHandle, target: to ?? edge.target };
    if (led.source === led.target || seen.has(edgeKey(led))) return [];
    seen.add(edgeKey(led));
    return led;
  });
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const meets = (box: Area, area: Area) =>
  box.x < area.x + area.width &&
  area.x < box.x + box.width &&
  box.y < area.y + area.height &&
  area.y < box.y + box.height;

/** How many nodes and edges stand in an area. An edge is drawn as soon as one of its ends is. */
export function countIn({ boxes, edges }: Shown, area: Area): number {
  const there = new Set<string>();
  for (const box of boxes) if (meets(box, area)) there.add(box.id);
  let count = there.size;
  for (const { source, target } of edges) if (there.has(source) || there.has(target)) count++;
  return count;
}

/** The topmost at a point: what is inside a container lies above it. */
export function boxAt({ boxes }: Shown, x: number, y: number): Box | undefined {
  return boxes.findLast((box) => meets(box, { x, y, width: 0.01, height: 0.01 }));
}

export function boundsOf({ boxes }: Shown): Area {
  if (boxes.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
