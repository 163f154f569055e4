import type { Graph, GraphEdge, GraphNode } from "../graph/types";
import { rowOf, rowsOf, textOf } from "../kinds/reading";

const place = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : 0);

/** A stored graph as one that can be drawn: it may come from a file, and what is missing there gets the usual. */
export function readGraph(stored: unknown): Graph {
  const graph = rowOf(stored);
  const nodes = rowsOf(graph.nodes).map((row): GraphNode => {
    const [data, position] = [rowOf(row.data), rowOf(row.position)];
    return {
      ...row,
      id: textOf(row.id),
      type: textOf(row.type),
      position: { x: place(position.x), y: place(position.y) },
      data: { ...data, type: textOf(data.type), title: textOf(data.title) },
    };
  });
  const edges = rowsOf(graph.edges).map((row): GraphEdge => {
    const ends = { source: textOf(row.source), target: textOf(row.target) };
    const handles = { sourceHandle: textOf(row.sourceHandle), targetHandle: textOf(row.targetHandle) };
    return {
      ...row,
      id: textOf(row.id) || `${ends.source}-${handles.sourceHandle}-${ends.target}`,
      ...ends,
      ...handles,
    };
  });
  return { nodes: nodes.filter(({ id }) => id !== ""), edges };
}
