// A graph looked at by its parts. What is found is kept with the graph, which is never changed in place.
import type { Graph, GraphEdge, GraphNode } from "./types";

/** Containers, and the node inside each that its rounds begin at. */
export const CONTAINERS: Readonly<Record<string, string>> = { iteration: "iteration-start", loop: "loop-start" };
const STARTS = new Set(Object.values(CONTAINERS));
const ROOTS = new Set(["start", "trigger-webhook", "trigger-schedule", "trigger-plugin"]);
export const NOTE = "custom-note";
export const SOURCE = "source";
export const TARGET = "target";

export const isContainer = (node: GraphNode) => Object.hasOwn(CONTAINERS, node.data.type);
export const isContainerStart = (node: GraphNode) => STARTS.has(node.data.type);
export const isRoot = (node: GraphNode) => ROOTS.has(node.data.type);
/** Something written beside the graph: no run sees it. */
export const isNote = (node: GraphNode) => node.type === NOTE;
export const handleOf = (edge: Pick<GraphEdge, "sourceHandle">) => edge.sourceHandle || SOURCE;

/** As the server reads it: some files name the container in the data only. */
export function parentOf(node: GraphNode): string | undefined {
  for (const value of [node.parentId, node.data.loop_id, node.data.iteration_id])
    if (typeof value === "string" && value !== "") return value;
  return undefined;
}

export interface GraphIndex {
  node: ReadonlyMap<string, GraphNode>;
  outs: ReadonlyMap<string, GraphEdge[]>;
  ins: ReadonlyMap<string, GraphEdge[]>;
  /** Nodes by the container they are in; undefined: in none. */
  inside: ReadonlyMap<string | undefined, GraphNode[]>;
}

const known = new WeakMap<Graph, GraphIndex>();

export function indexOf(graph: Graph): GraphIndex {
  const found = known.get(graph) ?? indexed(graph);
  known.set(graph, found);
  return found;
}

function indexed(graph: Graph): GraphIndex {
  const node = new Map(graph.nodes.map((each) => [each.id, each]));
  const [outs, ins] = [new Map<string, GraphEdge[]>(), new Map<string, GraphEdge[]>()];
  for (const edge of graph.edges) {
    push(outs, edge.source, edge);
    push(ins, edge.target, edge);
  }
  const inside = new Map<string | undefined, GraphNode[]>();
  for (const each of graph.nodes) {
    const parent = parentOf(each);
    push(inside, parent !== undefined && node.has(parent) ? parent : undefined, each);
  }
  return { node, outs, ins, inside };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Always the same, as lists of edges are. */
const NONE: readonly GraphEdge[] = [];
export const outsOf = (graph: Graph, id: string): readonly GraphEdge[] => indexOf(graph).outs.get(id) ?? NONE;
export const insOf = (graph: Graph, id: string): readonly GraphEdge[] => indexOf(graph).ins.get(id) ?? NONE;
export const nodeOf = (graph: Graph, id: string): GraphNode | undefined => indexOf(graph).node.get(id);

/** The containers a node is in, the innermost first. */
export function containersOf(graph: Graph, id: string): GraphNode[] {
  const { node } = indexOf(graph);
  const found: GraphNode[] = [];
  let at = node.get(id);
  while (at) {
    const parent = parentOf(at);
    at = parent === undefined ? undefined : node.get(parent);
    if (!at || found.includes(at)) break;
    found.push(at);
  }
  return found;
}

/** These and all that is inside them, at any depth. */
export function withInside(graph: Graph, ids: Iterable<string>): Set<string> {
  const { inside } = indexOf(graph);
  const found = new Set<string>();
  const left = [...ids];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const child of inside.get(id) ?? []) left.push(child.id);
  }
  return found;
}

/** Where it is on the canvas: what a node says is relative to its container. */
export function placeOf(graph: Graph, id: string): { x: number; y: number } {
  const node = nodeOf(graph, id);
  const all = node ? [node, ...containersOf(graph, id)] : [];
  return {
    x: all.reduce((sum, each) => sum + each.position.x, 0),
    y: all.reduce((sum, each) => sum + each.position.y, 0),
  };
}
