// What one graph has that another has not, for people: node by node.
import { edgeKey } from "./connecting";
import { same } from "./same";
import type { Graph, GraphEdge, GraphNode } from "./types";

export interface NodeChange {
  id: string;
  state: "added" | "removed" | "changed";
  before?: GraphNode;
  after?: GraphNode;
  /** Keys of the data that differ. */
  keys: string[];
}

export interface GraphDiff {
  nodes: NodeChange[];
  connected: GraphEdge[];
  disconnected: GraphEdge[];
  /** How many nodes only stand elsewhere. */
  moved: number;
}

export function diffOf(before: Graph, after: Graph): GraphDiff {
  const [was, is] = [before, after].map((graph) => new Map(graph.nodes.map((node) => [node.id, node])));
  const nodes: NodeChange[] = [];
  let moved = 0;
  for (const id of new Set([...was!.keys(), ...is!.keys()])) {
    const [one, other] = [was!.get(id), is!.get(id)];
    if (!one) nodes.push({ id, state: "added", after: other, keys: [] });
    else if (!other) nodes.push({ id, state: "removed", before: one, keys: [] });
    else {
      const keys = changedKeys(one, other);
      if (keys.length > 0) nodes.push({ id, state: "changed", before: one, after: other, keys });
      else if (!same(one.position, other.position)) moved++;
    }
  }
  const [old, now] = [before, after].map((graph) => new Map(graph.edges.map((edge) => [edgeKey(edge), edge])));
  return {
    nodes,
    connected: [...now!].filter(([key]) => !old!.has(key)).map(([, edge]) => edge),
    disconnected: [...old!].filter(([key]) => !now!.has(key)).map(([, edge]) => edge),
    moved,
  };
}

function changedKeys(before: GraphNode, after: GraphNode): string[] {
  const keys = new Set([...Object.keys(before.data), ...Object.keys(after.data)]);
  const found = [...keys].filter((key) => !same(before.data[key], after.data[key]));
  return before.parentId === after.parentId ? found : [...found, "parentId"];
}

export const isEmpty = (diff: GraphDiff) =>
  diff.nodes.length === 0 && diff.connected.length === 0 && diff.disconnected.length === 0 && diff.moved === 0;
