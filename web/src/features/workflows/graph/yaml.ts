// Nodes as text that people read, keep and paste elsewhere: also into and out of a workflow's file.
import type { Fragment } from "./edits";
import type { GraphEdge, GraphNode } from "./types";

const MOST_CHARACTERS = 2_000_000;
const MOST_NODES = 1_000;

export async function toYaml({ nodes, edges }: Fragment): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify({ nodes, edges }, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Nodes and edges of a text: copied here, or a whole file. Null if it is something else. */
export async function fromYaml(text: string): Promise<Fragment | null> {
  if (text.length > MOST_CHARACTERS) return null;
  const { parse } = await import("yaml");
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: "silent" });
  } catch {
    return null;
  }
  return fragmentIn(value) ?? fragmentIn(at(at(value, "workflow"), "graph")) ?? fragmentIn(at(value, "graph"));
}

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;

function fragmentIn(value: unknown): Fragment | null {
  const nodes = at(value, "nodes");
  if (!Array.isArray(nodes) || nodes.length === 0 || nodes.length > MOST_NODES) return null;
  const read = nodes.map(nodeIn);
  const good = read.filter((node) => node !== null);
  const ids = new Set(good.map(({ id }) => id));
  if (good.length < nodes.length || ids.size < good.length) return null;
  const edges = at(value, "edges");
  const known = (Array.isArray(edges) ? edges : []).flatMap((edge): GraphEdge[] => {
    const [source, target, handle] = [at(edge, "source"), at(edge, "target"), at(edge, "sourceHandle")];
    if (typeof source !== "string" || typeof target !== "string" || !ids.has(source) || !ids.has(target)) return [];
    const sourceHandle = typeof handle === "string" && handle ? handle : "source";
    return [{ ...edge, id: `${source}-${target}`, source, target, sourceHandle, targetHandle: "target" }];
  });
  return { nodes: good, edges: known };
}

function nodeIn(value: unknown): GraphNode | null {
  const [id, data, position] = [at(value, "id"), at(value, "data"), at(value, "position")];
  if ((typeof id !== "string" && typeof id !== "number") || typeof at(data, "type") !== "string") return null;
  const [x, y] = [Number(at(position, "x")) || 0, Number(at(position, "y")) || 0];
  const title = at(data, "title");
  const whole = { ...(data as object), title: typeof title === "string" ? title : String(id) };
  const type = at(value, "type");
  const shape = { type: typeof type === "string" ? type : "custom", position: { x, y } };
  return { ...(value as object), id: String(id), ...shape, data: whole } as GraphNode;
}
