// Which edges a graph can take.
import { handleOf, indexOf, isContainerStart, isNote, isRoot, outsOf, parentOf, SOURCE, TARGET } from "./document";
import type { Graph, GraphEdge } from "./types";

export interface Ends {
  source: string;
  sourceHandle?: string | null;
  target: string;
}

/** Why two nodes cannot be connected; a key of `editor.refused` in the texts. */
export type Refused = "missing" | "note" | "root" | "wall" | "twice" | "circle";

export function refused(graph: Graph, { source, sourceHandle, target }: Ends): Refused | null {
  const { node } = indexOf(graph);
  const [from, to] = [node.get(source), node.get(target)];
  if (!from || !to) return "missing";
  if (isNote(from) || isNote(to)) return "note";
  if (isRoot(to) || isContainerStart(to)) return "root";
  if (parentOf(from) !== parentOf(to)) return "wall";
  const handle = sourceHandle || SOURCE;
  if (outsOf(graph, source).some((edge) => edge.target === target && handleOf(edge) === handle)) return "twice";
  return leadsTo(graph, target, source) ? "circle" : null;
}

/** Whether there is a way from one node to another; a node leads to itself. */
export function leadsTo(graph: Graph, from: string, to: string): boolean {
  const seen = new Set([from]);
  const left = [from];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (at === to) return true;
    for (const { target } of outsOf(graph, at))
      if (!seen.has(target)) {
        seen.add(target);
        left.push(target);
      }
  }
  return false;
}

/** The one thing that makes an edge what it is: files give them ids of their own. */
export const edgeKey = (edge: Pick<GraphEdge, "source" | "sourceHandle" | "target">) =>
  JSON.stringify([edge.source, handleOf(edge), edge.target]);

export function edgeOf({ source, sourceHandle, target }: Ends): GraphEdge {
  const handle = sourceHandle || SOURCE;
  const id = `${source}-${handle}-${target}-${TARGET}`;
  return { id, type: "custom", source, sourceHandle: handle, target, targetHandle: TARGET };
}
