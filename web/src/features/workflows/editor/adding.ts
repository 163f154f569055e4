// A new node: which data it begins with, where it stands, and what leads to it.
import { meets } from "../canvas/shown";
import { sizeOf } from "../canvas/sizes";
import { handleOf, indexOf, isNote, outsOf, parentOf, placeOf } from "../graph/document";
import { add, connect, type Fragment, insertOn, made, type Place } from "../graph/edits";
import type { Graph, GraphNode, NodeData } from "../graph/types";
import { handlesOf } from "../kinds/registry";

const [GAP_X, GAP_Y] = [80, 40];

/** A name that no other node has: people tell nodes apart by it. */
export function titleFor(graph: Graph, name: string): string {
  const taken = new Set(graph.nodes.map(({ data }) => data.title));
  if (!taken.has(name)) return name;
  for (let at = 2; ; at++) if (!taken.has(`${name} ${at}`)) return `${name} ${at}`;
}

export const freshData = (graph: Graph, type: string, name: string, config: Record<string, unknown>): NodeData => ({
  ...structuredClone(config),
  type,
  title: titleFor(graph, name),
});

/** The first handle that nothing leaves by; where all are taken, the first. */
export function freeHandle(graph: Graph, node: GraphNode): string | undefined {
  const taken = new Set(outsOf(graph, node.id).map(handleOf));
  const handles = handlesOf(node.data);
  return (handles.find(({ id }) => !taken.has(id)) ?? handles[0])?.id;
}

export interface Wanted {
  data: NodeData;
  from: GraphNode | undefined;
  handle: string | undefined;
  /** An edge whose place it takes. */
  edge?: string;
  /** Where, on the canvas; else after `from`. */
  at?: Place;
}

export interface Added {
  part: Fragment;
  change: (graph: Graph) => Graph;
}

export function added(graph: Graph, { data, from, handle, edge, at }: Wanted): Added {
  const within = from ? parentOf(from) : undefined;
  const size = sizeOf({ id: "", type: "custom", position: { x: 0, y: 0 }, data });
  const origin = within === undefined ? { x: 0, y: 0 } : placeOf(graph, within);
  const wanted = at ? { x: at.x - origin.x, y: at.y - origin.y } : from ? after(from) : { x: 0, y: 0 };
  const part = made(data, free(graph, within, wanted, size), within);
  const [node] = part.nodes;
  const first = handlesOf(data)[0]?.id;
  return {
    part,
    change: (before) => {
      if (edge !== undefined) return insertOn(before, edge, part, first ?? "");
      const there = add(before, part);
      return from && handle ? connect(there, { source: from.id, sourceHandle: handle, target: node!.id }) : there;
    },
  };
}

const after = (node: GraphNode): Place => ({
  x: node.position.x + sizeOf(node).width + GAP_X,
  y: node.position.y,
});

/** That place, or the next below it where nothing stands. */
function free(graph: Graph, parent: string | undefined, at: Place, size: { width: number; height: number }): Place {
  const boxes = (indexOf(graph).inside.get(parent) ?? [])
    .filter((node) => !isNote(node))
    .map((node) => ({ ...node.position, ...sizeOf(node) }));
  const place = { x: Math.round(at.x), y: Math.round(at.y) };
  for (;;) {
    const other = boxes.find((box) => meets(box, { ...place, ...size }));
    if (!other) return place;
    place.y = other.y + other.height + GAP_Y;
  }
}

/** By how much a part is moved to be in sight, and below whatever stands there. */
export function placeFor(graph: Graph, { nodes }: Fragment, within: string | undefined, middle: Place): Place {
  const ids = new Set(nodes.map(({ id }) => id));
  const own = nodes.filter((node) => !ids.has(parentOf(node) ?? ""));
  const [left, top] = [
    Math.min(...own.map(({ position }) => position.x)),
    Math.min(...own.map(({ position }) => position.y)),
  ];
  const at = within === undefined ? middle : { x: 40, y: 80 };
  const by = { x: at.x - left, y: at.y - top };
  const there = (indexOf(graph).inside.get(within) ?? []).map((node) => ({ ...node.position, ...sizeOf(node) }));
  const lies = () => own.map((node) => ({ x: node.position.x + by.x, y: node.position.y + by.y, ...sizeOf(node) }));
  if (lies().some((box) => there.some((other) => meets(box, other))))
    by.y += Math.max(...there.map(({ y, height }) => y + height)) + GAP_Y - at.y;
  return by;
}
