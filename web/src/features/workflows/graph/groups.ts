// Nodes that people keep together. To runs, and to other programs, a group is a note beside the graph.
import { indexOf, isContainerStart, isNote, NOTE, nodeOf, parentOf } from "./document";
import { add, mapNodes, type NewId, newId, type Place } from "./edits";
import type { Size } from "./layout";
import type { Graph, GraphNode } from "./types";

export const isGroup = (node: GraphNode) => isNote(node) && Array.isArray(node.data.members);

/** Those of its members that are still there, beside it. */
export function membersOf(graph: Graph, group: GraphNode): GraphNode[] {
  if (!Array.isArray(group.data.members)) return [];
  return group.data.members.flatMap((id) => {
    const node = typeof id === "string" ? nodeOf(graph, id) : undefined;
    return node && parentOf(node) === parentOf(group) && !isGroup(node) ? node : [];
  });
}

/** The group that each node is in; of several the first. */
export function groupsOf(graph: Graph): ReadonlyMap<string, GraphNode> {
  const found = new Map<string, GraphNode>();
  for (const node of graph.nodes)
    if (isGroup(node)) for (const { id } of membersOf(graph, node)) if (!found.has(id)) found.set(id, node);
  return found;
}

/** Only nodes that stand in one container, or in none, can be grouped; they leave the groups they were in. */
export function grouped(graph: Graph, ids: Iterable<string>, title: string, id: NewId = newId): Graph {
  const { node } = indexOf(graph);
  const nodes = [...ids]
    .flatMap((each) => node.get(each) ?? [])
    .filter((each) => !isNote(each) && !isContainerStart(each));
  const parents = new Set(nodes.map(parentOf));
  if (nodes.length < 2 || parents.size > 1) return graph;
  const members = nodes.map((each) => each.id);
  const [parent] = parents;
  const left = mapNodes(graph, (each) => {
    if (!isGroup(each)) return each;
    const rest = (each.data.members as unknown[]).filter((member) => !members.includes(member as string));
    return { ...each, data: { ...each.data, members: rest } };
  });
  const position = {
    x: Math.min(...nodes.map((each) => each.position.x)),
    y: Math.min(...nodes.map((each) => each.position.y)),
  };
  const data = { type: "", title, text: title, members };
  const group = { id: id("group"), type: NOTE, position, data, ...(parent ? { parentId: parent } : {}) };
  return ungrouped(add(left, { nodes: [group], edges: [] }), []);
}

/** Without these groups, and without those that hold nothing any more; their members stay. */
export function ungrouped(graph: Graph, ids: Iterable<string>): Graph {
  const gone = new Set(ids);
  const nodes = graph.nodes.filter(
    (node) => !isGroup(node) || !(gone.has(node.id) || membersOf(graph, node).length === 0),
  );
  return nodes.length === graph.nodes.length ? graph : { ...graph, nodes };
}

const [PADDING, HEAD] = [20, 44];

/** The frame around the members, in the place of its container. */
export function frameOf(graph: Graph, group: GraphNode, sizeOf: (node: GraphNode) => Size): Place & Size {
  const boxes = membersOf(graph, group).map((node) => ({ ...node.position, ...sizeOf(node) }));
  if (boxes.length === 0) return { ...group.position, width: 240, height: 120 };
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const [x, y] = [left - PADDING, top - HEAD];
  return { x, y, width: right - x + PADDING, height: bottom - y + PADDING };
}

/** These places, and of each group among them those of its members: they come along. `frame`: where it stood. */
export function withMembers(
  graph: Graph,
  places: ReadonlyMap<string, Place>,
  frame: (group: GraphNode) => Place,
): ReadonlyMap<string, Place> {
  const all = new Map(places);
  for (const [id, place] of places) {
    const group = nodeOf(graph, id);
    if (!group || !isGroup(group)) continue;
    const from = frame(group);
    for (const { id: member, position } of membersOf(graph, group))
      if (!places.has(member)) all.set(member, { x: position.x + place.x - from.x, y: position.y + place.y - from.y });
  }
  return all;
}
