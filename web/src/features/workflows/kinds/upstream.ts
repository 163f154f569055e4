// Which variables a node may use: those of what is certain to come before it, of the containers it stands in, and the app's.
import type { Graph, GraphNode, Variable } from "../graph/types";
import { textOf, typeNamed, variable } from "./reading";
import { kindOf, outputsOf } from "./registry";

/** A variable with the title of its node, as it stands in the list. */
export interface Offered extends Variable {
  node: string;
  /** An assigner may set it: of the conversation, or of a loop around. */
  writable?: boolean;
}

export interface AppVariables {
  mode: string;
  environment: { name: string; value_type: string }[];
  conversation: { name: string; value_type: string }[];
}

const SYSTEM: [string, string][] = [
  ["user_id", "string"],
  ["app_id", "string"],
  ["workflow_id", "string"],
  ["workflow_run_id", "string"],
  ["timestamp", "number"],
  ["files", "array[file]"],
];
const CHAT: [string, string][] = [
  ["query", "string"],
  ["conversation_id", "string"],
  ["dialogue_count", "number"],
];
const FILE: [string, string][] = [
  ["name", "string"],
  ["type", "string"],
  ["size", "number"],
  ["extension", "string"],
  ["mime_type", "string"],
  ["url", "string"],
];

/** The nearest come first. */
export function variablesOf(graph: Graph, nodeId: string, app: AppVariables): Offered[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const found: Offered[] = [];
  const before = ancestors(graph);
  for (let at = byId.get(nodeId), depth = 0; at && depth < 8; depth++) {
    for (const id of before(at.id)) found.push(...own(byId.get(id)!, outputsOf));
    const container: GraphNode | undefined = at.parentId ? byId.get(at.parentId) : undefined;
    if (container) found.push(...inner(container));
    at = container;
  }
  return [
    ...found,
    ...rooted("conversation", app.conversation),
    ...rooted("env", app.environment),
    ...system(app.mode),
  ];
}

/** What the result and the end of a container may look at: its nodes, and its own variables. */
export function variablesInside(graph: Graph, containerId: string): Offered[] {
  const container = graph.nodes.find((node) => node.id === containerId);
  if (!container || !kindOf(container.data.type).isContainer) return [];
  const inside = graph.nodes.filter((node) => node.parentId === containerId);
  return [...inside.flatMap((node) => own(node, outputsOf)), ...inner(container)];
}

/** What a container offers inside. A loop's own variables change from round to round, its count does not. */
function inner(container: GraphNode): Offered[] {
  const offered = own(container, (data) => kindOf(data.type).inside?.(data) ?? []);
  const isLoop = container.data.type === "loop";
  return offered.map((each) => (isLoop && each.selector[1] !== "index" ? { ...each, writable: true } : each));
}

function own(node: GraphNode, read: (data: GraphNode["data"]) => Variable[]): Offered[] {
  const title = node.data.title || node.id;
  return read(node.data)
    .flatMap(withParts)
    .map((each) => ({ ...each, selector: [node.id, ...each.selector], node: title }));
}

/** A file, and what is known of it. */
function withParts(each: Variable): Variable[] {
  if (each.type !== "file") return [each];
  const parts = FILE.map(([name, type]) => ({
    selector: [...each.selector, name],
    label: `${each.label}.${name}`,
    type,
  }));
  return [each, ...parts];
}

function rooted(root: string, variables: { name: string; value_type: string }[]): Offered[] {
  return variables
    .filter(({ name }) => textOf(name))
    .map(({ name, value_type }) => ({
      ...variable(name, typeNamed(value_type)),
      selector: [root, name],
      node: root,
      ...(root === "conversation" ? { writable: true } : {}),
    }));
}

function system(mode: string): Offered[] {
  const all = mode === "advanced-chat" ? [...CHAT, ...SYSTEM] : SYSTEM;
  return all.map(([name, type]) => ({ selector: ["sys", name], label: name, type, node: "sys" }));
}

/** The nodes before a node, the nearest first; those of a graph with a cycle once each. */
function ancestors(graph: Graph): (id: string) => string[] {
  const nodes = new Set(graph.nodes.map((node) => node.id));
  const sources = new Map<string, string[]>();
  for (const { source, target } of graph.edges) {
    if (!nodes.has(source)) continue;
    const known = sources.get(target);
    if (known) known.push(source);
    else sources.set(target, [source]);
  }
  return (id) => {
    const seen = new Set([id]);
    const order: string[] = [];
    for (let level = sources.get(id) ?? []; level.length > 0; ) {
      const next: string[] = [];
      for (const each of level) {
        if (seen.has(each)) continue;
        seen.add(each);
        order.push(each);
        next.push(...(sources.get(each) ?? []));
      }
      level = next;
    }
    return order;
  };
}
