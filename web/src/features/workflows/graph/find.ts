// Nodes by what is written in them.
import { rowsOf } from "./order";
import type { Graph, GraphNode } from "./types";

/** Those that have the words, first those that have them in their title. `named`: what people call a node's type. */
export function found(graph: Graph, text: string, named: (type: string) => string): GraphNode[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const has = (where: string) => words.every((word) => where.includes(word));
  const nodes = rowsOf(graph).map(({ node }) => node);
  const heading = (node: GraphNode) => `${node.data.title}\n${named(node.data.type)}`.toLowerCase();
  const first = nodes.filter((node) => has(heading(node)));
  const inside = nodes.filter((node) => !first.includes(node) && has(`${heading(node)}\n${contents(node)}`));
  return [...first, ...inside];
}

const contents = (node: GraphNode) => `${node.id}\n${JSON.stringify(node.data)}`.toLowerCase();
