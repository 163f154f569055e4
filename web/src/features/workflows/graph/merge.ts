// Two people changed one graph: what each of them did, node by node and key by key, on top of what both began with.
import { edgeKey } from "./connecting";
import { parentOf } from "./document";
import { sound } from "./edits";
import { same } from "./same";
import type { Graph, GraphEdge, GraphNode } from "./types";

/** Where both changed the same; what is kept is `mine`, or what one of the two deleted. */
export interface Clash {
  node: string;
  key: string;
}

export interface Merged {
  graph: Graph;
  clashes: Clash[];
}

export function merge(base: Graph, mine: Graph, theirs: Graph): Merged {
  const clashes: Clash[] = [];
  const nodes = mergedLists(base.nodes, mine.nodes, theirs.nodes, ({ id }) => id, {
    both: (before, one, other, node) => mergedNode(before, one, other, (key) => clashes.push({ node, key })),
    kept: (node) => clashes.push({ node, key: "" }),
  });
  const edges = mergedLists<GraphEdge>(base.edges, mine.edges, theirs.edges, edgeKey, { both: (_, one) => one });
  const whole = withContainers(nodes, [mine, theirs, base], clashes);
  const rest = mergedRecords(without(base), without(mine), without(theirs), () => {});
  return { graph: sound({ ...rest, nodes: whole, edges } as Graph), clashes };
}

const without = ({ nodes: _, edges: __, ...rest }: Graph): Record<string, unknown> => rest;

/** `theirs` as it is, with the very nodes and edges of `base` where they are the same: compared at once from then on. */
export function shared(base: Graph, theirs: Graph): Graph {
  const nodes = new Map(base.nodes.map((node) => [node.id, node]));
  const edges = new Map(base.edges.map((edge) => [edge.id, edge]));
  const known =
    <T extends { id: string }>(of: Map<string, T>) =>
    (item: T) => {
      const found = of.get(item.id);
      return found !== undefined && same(found, item) ? found : item;
    };
  return { ...theirs, nodes: theirs.nodes.map(known(nodes)), edges: theirs.edges.map(known(edges)) };
}

interface Rules<T> {
  /** Both have changed it, each in another way; undefined before: both have added it. */
  both: (before: T | undefined, mine: T, theirs: T, key: string) => T;
  /** One has changed what the other deleted: it stays. */
  kept?: (key: string) => void;
}

/** In their order; what only I have comes last. */
export function mergedLists<T>(base: T[], mine: T[], theirs: T[], keyOf: (item: T) => string, rules: Rules<T>): T[] {
  const [before, own, other] = [base, mine, theirs].map((list) => new Map(list.map((item) => [keyOf(item), item])));
  const found: T[] = [];
  for (const key of new Set([...other!.keys(), ...own!.keys()])) {
    const [was, one, two] = [before!.get(key), own!.get(key), other!.get(key)];
    if (one !== undefined && two !== undefined) {
      if (was !== undefined && same(two, was)) found.push(one);
      else found.push(same(one, two) || same(one, was) ? two : rules.both(was, one, two, key));
      continue;
    }
    const left = (one ?? two) as T;
    // Deleted by the other, unless there is more in it than before.
    if (was !== undefined && same(left, was)) continue;
    if (was !== undefined && rules.kept) rules.kept(key);
    else if (was !== undefined) continue;
    found.push(left);
  }
  return found;
}

type Values = Record<string, unknown>;

export function mergedRecords(base: Values, mine: Values, theirs: Values, clash: (key: string) => void): Values {
  const found: Values = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [was, one, two] = [base[key], mine[key], theirs[key]];
    const untouched = same(one, was);
    if (!untouched && !same(two, was) && !same(one, two)) clash(key);
    const value = untouched ? two : one;
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function mergedNode(before: GraphNode | undefined, mine: GraphNode, theirs: GraphNode, clash: (key: string) => void) {
  const outer = ({ data: _, ...rest }: GraphNode): Values => rest;
  const was = before ?? ({ data: {} } as GraphNode);
  // Where a node stands is no clash worth telling.
  const rest = mergedRecords(outer(was), outer(mine), outer(theirs), (key) => key === "parentId" && clash(key));
  return { ...rest, data: mergedRecords(was.data, mine.data, theirs.data, clash) } as unknown as GraphNode;
}

/** A container that one deleted comes back, with its start, if the other put something into it. */
function withContainers(nodes: GraphNode[], known: Graph[], clashes: Clash[]): GraphNode[] {
  const there = new Set(nodes.map(({ id }) => id));
  const found = [...nodes];
  const back = (id: unknown) => {
    if (typeof id !== "string" || there.has(id)) return undefined;
    for (const graph of known) {
      const node = graph.nodes.find((each) => each.id === id);
      if (!node) continue;
      there.add(id);
      found.push(node);
      return node;
    }
    return undefined;
  };
  for (let at = 0; at < found.length; at++) {
    const container = back(parentOf(found[at]!));
    if (!container) continue;
    clashes.push({ node: container.id, key: "" });
    back(container.data.start_node_id);
  }
  return found;
}
