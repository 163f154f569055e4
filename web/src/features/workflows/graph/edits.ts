// What can be done to a graph. Each returns another graph that shares whatever did not change; if nothing did, the same.
import { type Ends, edgeKey, edgeOf, refused } from "./connecting";
import { CONTAINERS, handleOf, indexOf, isContainer, isContainerStart, parentOf, withInside } from "./document";
import type { Graph, GraphEdge, GraphNode, NodeData } from "./types";

export interface Place {
  x: number;
  y: number;
}

function omit<T extends object>(from: T, ...keys: string[]): T {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key))) as T;
}

/** Part of a graph: what is copied, pasted, added. */
export interface Fragment {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export type NewId = (type: string) => string;

/** Word characters only: templates name nodes by it. Random: two people who add a node add two. */
export const newId: NewId = (type) => {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const suffix = [...random].map((each) => each.toString(36)).join("");
  return `${type.replace(/\W+/g, "_").slice(0, 30)}_${suffix.slice(0, 8)}`;
};

/** A new node of a type, whose data begins with what the server says; a container with its start inside. */
export function made(data: NodeData, position: Place, parentId?: string, id: NewId = newId): Fragment {
  const own = id(data.type);
  const start = CONTAINERS[data.type];
  const node: GraphNode = { id: own, type: "custom", position, data, ...(parentId ? { parentId } : {}) };
  if (!start) return { nodes: [node], edges: [] };
  const first = id(start);
  const inside = {
    id: first,
    type: `custom-${start}`,
    position: { x: 32, y: 96 },
    parentId: own,
    data: { type: start, title: "" },
  };
  return { nodes: [{ ...node, data: { ...data, start_node_id: first } }, inside], edges: [] };
}

export function add(graph: Graph, { nodes, edges }: Fragment): Graph {
  return { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] };
}

/** The graph's nodes after `change`; a node that comes back as it was keeps being the same. */
export function mapNodes(graph: Graph, change: (node: GraphNode) => GraphNode): Graph {
  let some = false;
  const nodes = graph.nodes.map((node) => {
    const next = change(node);
    some ||= next !== node;
    return next;
  });
  return some ? { ...graph, nodes } : graph;
}

/** `undefined` takes a key away. */
export function changeData(graph: Graph, id: string, patch: Record<string, unknown>): Graph {
  return mapNodes(graph, (node) => {
    if (node.id !== id) return node;
    const data: NodeData = { ...node.data, ...patch };
    for (const key of Object.keys(patch)) if (patch[key] === undefined) delete data[key];
    return { ...node, data };
  });
}

/** Edges of a node whose handle is gone go with it. */
export function keepHandles(graph: Graph, id: string, handles: Iterable<string>): Graph {
  const there = new Set(handles);
  const edges = graph.edges.filter((edge) => edge.source !== id || there.has(handleOf(edge)));
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}

export function move(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  return mapNodes(graph, (node) => {
    const place = places.get(node.id);
    if (!place || (place.x === node.position.x && place.y === node.position.y)) return node;
    // What other programs wrote beside it would be outdated.
    return { ...omit(node, "positionAbsolute"), position: { x: place.x, y: place.y } };
  });
}

export function resize(graph: Graph, id: string, width: number, height: number): Graph {
  return mapNodes(graph, (node) => (node.id === id ? { ...node, width, height } : node));
}

/** If it cannot be, the same graph. */
export function connect(graph: Graph, ends: Ends): Graph {
  return refused(graph, ends) ? graph : { ...graph, edges: [...graph.edges, edgeOf(ends)] };
}

export function disconnect(graph: Graph, edgeIds: Iterable<string>): Graph {
  const gone = new Set(edgeIds);
  const edges = graph.edges.filter((edge) => !gone.has(edge.id));
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}

/** With what is inside them; the start of a container goes only with it. */
export function remove(graph: Graph, ids: Iterable<string>): Graph {
  const { node } = indexOf(graph);
  const wanted = [...ids].filter((id) => {
    const found = node.get(id);
    return found && !isContainerStart(found);
  });
  const gone = withInside(graph, wanted);
  if (gone.size === 0) return graph;
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => !gone.has(id)),
    edges: graph.edges.filter(({ source, target }) => !gone.has(source) && !gone.has(target)),
  };
}

/** These nodes, what is inside them, and the edges among them. */
export function fragmentOf(graph: Graph, ids: Iterable<string>): Fragment {
  const { node } = indexOf(graph);
  const chosen = [...ids].filter((id) => {
    const found = node.get(id);
    return found && !isContainerStart(found);
  });
  const all = withInside(graph, chosen);
  return {
    nodes: graph.nodes.filter(({ id }) => all.has(id)),
    edges: graph.edges.filter(({ source, target }) => all.has(source) && all.has(target)),
  };
}

/**
 * Put a part of this or of another graph in: under new ids, which what the nodes say of one another then names, too. Its
 * outermost nodes stand in `parentId`, moved by `by`.
 */
export function insert(graph: Graph, part: Fragment, by: Place, parentId?: string, id: NewId = newId) {
  const ids = new Map(part.nodes.map((node) => [node.id, id(node.data.type || "note")]));
  const nodes = part.nodes.map((node) => {
    const parent = parentOf(node);
    const within = parent !== undefined && ids.has(parent);
    const rest = omit(renamed(node, ids) as GraphNode, "parentId", "positionAbsolute", "selected");
    const data = omit(rest.data, "iteration_id", "loop_id");
    const position = within ? node.position : { x: node.position.x + by.x, y: node.position.y + by.y };
    const into = within ? ids.get(parent) : parentId;
    return { ...rest, data, id: ids.get(node.id)!, position, ...(into ? { parentId: into } : {}) } as GraphNode;
  });
  const edges = part.edges.map((edge) => ({
    ...edge,
    ...edgeOf({ ...edge, source: ids.get(edge.source)!, target: ids.get(edge.target)! }),
  }));
  return { graph: add(graph, { nodes, edges }), ids: [...ids.values()], roots: rootsOf(nodes) };
}

const rootsOf = (nodes: GraphNode[]) => {
  const all = new Set(nodes.map(({ id }) => id));
  return nodes.filter((node) => !all.has(parentOf(node) ?? "")).map(({ id }) => id);
};

const NAMED = /\{\{#([A-Za-z0-9_]+)\./g;

/** Selectors and templates that name nodes by their old ids, with the new ones. */
function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string")
    return value.includes("{{#")
      ? value.replace(NAMED, (whole, id: string) => (ids.has(id) ? `{{#${ids.get(id)}.` : whole))
      : value;
  if (Array.isArray(value)) {
    const [first] = value;
    const selector = value.length > 1 && value.every((each) => typeof each === "string") && ids.has(first as string);
    return selector ? [ids.get(first as string), ...value.slice(1)] : value.map((each) => renamed(each, ids));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "start_node_id" && ids.has(each as string) ? ids.get(each as string) : renamed(each, ids),
    ]),
  );
}

/** A new node on an edge: it takes the edge's place. */
export function insertOn(graph: Graph, edgeId: string, part: Fragment, handle: string): Graph {
  const edge = graph.edges.find((each) => each.id === edgeId);
  const node = part.nodes[0];
  if (!edge || !node) return graph;
  const without = add(disconnect(graph, [edgeId]), part);
  const into = connect(without, { ...edge, target: node.id });
  return connect(into, { source: node.id, sourceHandle: handle, target: edge.target });
}

/** Containers grow to hold what is in them. */
export function fitted(graph: Graph, sizeOf: (node: GraphNode) => { width: number; height: number }): Graph {
  const { inside } = indexOf(graph);
  return mapNodes(graph, (node) => {
    if (!isContainer(node)) return node;
    const children = inside.get(node.id) ?? [];
    const own = sizeOf(node);
    const ends = children.map((child) => {
      const size = sizeOf(child);
      return { x: child.position.x + size.width, y: child.position.y + size.height };
    });
    const width = Math.max(own.width, ...ends.map(({ x }) => x + 24));
    const height = Math.max(own.height, ...ends.map(({ y }) => y + 24));
    return width === own.width && height === own.height ? node : { ...node, width, height };
  });
}

/** Edges that say the same twice, or lead nowhere, left out: for what came from elsewhere. */
export function sound(graph: Graph): Graph {
  const { node } = indexOf(graph);
  const seen = new Set<string>();
  const edges = graph.edges.filter((edge) => {
    const key = edgeKey(edge);
    const good = node.has(edge.source) && node.has(edge.target) && !seen.has(key);
    seen.add(key);
    return good;
  });
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}
