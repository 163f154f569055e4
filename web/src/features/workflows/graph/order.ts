// The graph as one reads it: in the order of its edges, containers with what is in them; and the ways from node to node.
import { indexOf, insOf, isContainer, nodeOf, outsOf, parentOf } from "./document";
import type { Graph, GraphNode } from "./types";

export interface Row {
  node: GraphNode;
  /** 1 for the outermost. */
  level: number;
}

const known = new WeakMap<Graph, Row[]>();

/** All nodes: of each level in the order of its edges, and after a container what is inside it. */
export function rowsOf(graph: Graph): Row[] {
  let rows = known.get(graph);
  if (!rows) {
    rows = [];
    collect(graph, undefined, 1, rows);
    known.set(graph, rows);
  }
  return rows;
}

function collect(graph: Graph, parent: string | undefined, level: number, rows: Row[]): void {
  for (const node of inOrder(graph, indexOf(graph).inside.get(parent) ?? [])) {
    rows.push({ node, level });
    // A file may say that a node is inside itself.
    if (indexOf(graph).inside.has(node.id) && rows.length <= graph.nodes.length)
      collect(graph, node.id, level + 1, rows);
  }
}

const byPlace = (one: GraphNode, other: GraphNode) =>
  one.position.x - other.position.x || one.position.y - other.position.y || (one.id < other.id ? -1 : 1);
const byHeight = (one: GraphNode, other: GraphNode) =>
  one.position.y - other.position.y || one.position.x - other.position.x || (one.id < other.id ? -1 : 1);

/** A branch is told to its end before the next begins, as far as joins allow; circles come last. */
function inOrder(graph: Graph, nodes: GraphNode[]): GraphNode[] {
  const here = new Map(nodes.map((node) => [node.id, node]));
  const waits = new Map(nodes.map(({ id }) => [id, insOf(graph, id).filter(({ source }) => here.has(source)).length]));
  const found: GraphNode[] = [];
  const left = nodes.filter(({ id }) => waits.get(id) === 0).sort((one, other) => byPlace(other, one));
  for (let node = left.pop(); node; node = left.pop()) {
    found.push(node);
    const next: GraphNode[] = [];
    for (const { target } of outsOf(graph, node.id)) {
      const rest = (waits.get(target) ?? 0) - 1;
      waits.set(target, rest);
      if (rest === 0) next.push(here.get(target)!);
    }
    left.push(...next.sort((one, other) => byHeight(other, one)));
  }
  const circled = nodes.filter(({ id }) => (waits.get(id) ?? 0) > 0).sort(byPlace);
  return [...found, ...circled];
}

export type Way = "next" | "previous" | "below" | "above";

/** Where an arrow key leads from a node: along an edge, or to another branch; into a container and out of it. */
export function stepFrom(graph: Graph, id: string, way: Way): string | undefined {
  if (way === "next")
    return ordered(
      graph,
      outsOf(graph, id).map(({ target }) => target),
    )[0];
  const before = ordered(
    graph,
    insOf(graph, id).map(({ source }) => source),
  );
  const node = nodeOf(graph, id);
  if (!node) return undefined;
  if (way === "previous") return before[0] ?? parentOf(node);
  return beside(graph, node, way === "below" ? 1 : -1);
}

const ordered = (graph: Graph, ids: string[]) =>
  [...new Set(ids)]
    .flatMap((id) => nodeOf(graph, id) ?? [])
    .sort(byHeight)
    .map(({ id }) => id);

/** The next of the branches that it is one of; where it is the only one, what stands nearest. */
function beside(graph: Graph, node: GraphNode, step: 1 | -1): string | undefined {
  const siblings = ordered(
    graph,
    insOf(graph, node.id).flatMap(({ source }) => outsOf(graph, source).map((edge) => edge.target)),
  );
  const sibling = siblings[siblings.indexOf(node.id) + step];
  if (siblings.length > 1 && sibling) return sibling;
  if (step === 1 && isContainer(node)) {
    const [first] = inOrder(graph, indexOf(graph).inside.get(node.id) ?? []);
    if (first) return first.id;
  }
  const distance = ({ position }: GraphNode) =>
    Math.abs(position.y - node.position.y) + 2 * Math.abs(position.x - node.position.x);
  return (indexOf(graph).inside.get(parentOf(node)) ?? [])
    .filter((each) => each.id !== node.id && step * (each.position.y - node.position.y) > 0)
    .sort((one, other) => distance(one) - distance(other))[0]?.id;
}
