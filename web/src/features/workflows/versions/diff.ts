// Two states of a workflow compared: which nodes and edges came, went and changed, and what they say.
import { diffOf as compareGraphs, type NodeChange as GraphChange } from "../graph/diff";
import type { Graph, GraphEdge, GraphNode } from "../graph/types";
import { isRow } from "../kinds/reading";

export interface Content {
  graph: Graph;
  features: Record<string, unknown>;
  environment_variables: Record<string, unknown>[];
  conversation_variables: Record<string, unknown>[];
}

export type Change = "added" | "removed" | "changed";

export interface NodeChange {
  id: string;
  title: string;
  type: string;
  change: Change;
  /** What it says, as lines. */
  before: string;
  after: string;
}

export interface ContentDiff {
  /** Both in one: what went stands where it was. */
  graph: Graph;
  nodes: NodeChange[];
  edges: { edge: GraphEdge; change: Exclude<Change, "changed"> }[];
  /** Parts beside the graph that are otherwise. */
  parts: { name: (typeof PARTS)[number]; before: string; after: string }[];
}

export const PARTS = ["features", "environment_variables", "conversation_variables"] as const;

export function diffOf(before: Content, after: Content): ContentDiff {
  const { nodes, connected, disconnected } = compareGraphs(before.graph, after.graph);
  const gone = nodes.flatMap(({ state, before: node }) => (state === "removed" && node ? [node] : []));
  // An id may have been used again for an edge elsewhere.
  const removed = disconnected.map((edge) => ({ ...edge, id: `removed ${edge.id}` }));
  const parts = PARTS.flatMap((name) => {
    const [one, other] = [linesOf(before[name]), linesOf(after[name])];
    return one === other ? [] : [{ name, before: one, after: other }];
  });
  return {
    graph: { nodes: [...after.graph.nodes, ...gone], edges: [...after.graph.edges, ...removed] },
    nodes: nodes.flatMap(asLines),
    edges: [
      ...connected.map((edge) => ({ edge, change: "added" as const })),
      ...removed.map((edge) => ({ edge, change: "removed" as const })),
    ],
    parts,
  };
}

export const isEmpty = ({ nodes, edges, parts }: ContentDiff) => nodes.length + edges.length + parts.length === 0;

/** What an editor keeps in a node for itself is no change. */
function asLines({ id, state, before, after }: GraphChange): NodeChange[] {
  const node = (after ?? before)!;
  const [one, other] = [before ? said(before) : "", after ? said(after) : ""];
  if (state === "changed" && one === other) return [];
  return [{ id, title: node.data.title, type: node.data.type, change: state, before: one, after: other }];
}

function said({ data, parentId }: GraphNode): string {
  const own = Object.entries(data).filter(([name]) => name !== "selected" && !name.startsWith("_"));
  return linesOf({ ...Object.fromEntries(own), ...(parentId ? { inside: parentId } : {}) });
}

/** A value as lines that can be compared: each place with its text, texts of several lines as they are. */
export function linesOf(value: unknown): string {
  return placesOf(value, "")
    .map((line) => `${line}\n`)
    .join("");
}

function placesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((each, at) => placesOf(each, `${path}[${at}]`));
  if (isRow(value) && Object.keys(value).length > 0) {
    const names = Object.keys(value).sort();
    return names.flatMap((name) => placesOf(value[name], path ? `${path}.${name}` : name));
  }
  if (path === "") return [];
  if (typeof value !== "string") return [`${path}: ${JSON.stringify(value) ?? "null"}`];
  return value.includes("\n") ? [`${path}:`, ...value.split("\n").map((line) => `  ${line}`)] : [`${path}: ${value}`];
}
