// All that is saved as one: the graph, and what belongs to it.
import type { Schemas } from "@/api";
import { merge as mergedGraphs, mergedLists, mergedRecords, shared } from "../graph/merge";
import type { Graph, GraphEdge, GraphNode } from "../graph/types";

export interface Setting {
  name: string;
  value_type: string;
  [key: string]: unknown;
}

export interface Document {
  graph: Graph;
  features: Record<string, unknown>;
  environment_variables: Setting[];
  conversation_variables: Setting[];
}

type Draft = Pick<Schemas["DraftOut"], "graph" | "features" | "environment_variables" | "conversation_variables">;

/** As the API tells it. What a graph of another program lacks, it has from here on. */
export function documentOf(draft: Draft): Document {
  const { graph, features } = draft;
  return {
    graph: { ...graph, nodes: rowsIn(graph.nodes).map(nodeIn), edges: rowsIn(graph.edges).map(edgeIn) },
    features,
    environment_variables: draft.environment_variables as Setting[],
    conversation_variables: draft.conversation_variables as Setting[],
  };
}

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);
const rowsIn = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

/** One without a place stands in a row with the others. */
function nodeIn(row: Row, at: number): GraphNode {
  const { id, type, position, data } = row;
  const place = isRow(position) ? { x: Number(position.x) || 0, y: Number(position.y) || 0 } : { x: at * 320, y: 0 };
  const inner = isRow(data) ? data : {};
  const text = (value: unknown, other: string) => (typeof value === "string" ? value : other);
  const named = { ...inner, type: text(inner.type, ""), title: text(inner.title, text(id, "")) };
  return { ...row, id: text(id, `node_${at}`), type: text(type, "custom"), position: place, data: named };
}

function edgeIn(row: Row, at: number): GraphEdge {
  const text = (value: unknown, other: string) => (typeof value === "string" && value ? value : other);
  const [source, target] = [text(row.source, ""), text(row.target, "")];
  const handles = { sourceHandle: text(row.sourceHandle, "source"), targetHandle: text(row.targetHandle, "target") };
  return { ...row, id: text(row.id, `edge_${at}`), source, target, ...handles };
}

export interface MergedDocument {
  document: Document;
  /** Ids of the nodes that both changed. */
  clashes: string[];
}

/** What I did on top of what somebody else did, since `base`. */
export function merged(base: Document, mine: Document, theirs: Document): MergedDocument {
  const { graph, clashes } = mergedGraphs(base.graph, mine.graph, theirs.graph);
  const named = ({ name }: Setting) => name;
  const lists = (key: "environment_variables" | "conversation_variables") =>
    mergedLists(base[key], mine[key], theirs[key], named, { both: (_, own) => own });
  const document = {
    graph,
    features: mergedRecords(base.features, mine.features, theirs.features, () => {}),
    environment_variables: lists("environment_variables"),
    conversation_variables: lists("conversation_variables"),
  };
  return { document, clashes: [...new Set(clashes.map(({ node }) => node))] };
}

export const sharing = (base: Document, theirs: Document): Document => ({
  ...theirs,
  graph: shared(base.graph, theirs.graph),
});
