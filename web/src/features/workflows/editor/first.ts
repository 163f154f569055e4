// What a new workflow begins with.
import { sizeOf } from "../canvas/sizes";
import { add, connect, made, type NewId } from "../graph/edits";
import type { Graph } from "../graph/types";

/** In an app's mode: these, one after the other. */
const TYPES: Record<string, string[]> = { "advanced-chat": ["start", "llm", "answer"], workflow: ["start", "end"] };

export function firstGraph(
  mode: string,
  blocks: ReadonlyMap<string, Record<string, unknown>>,
  named: (type: string) => string,
): Graph {
  const id: NewId = (type) => type;
  let graph: Graph = { nodes: [], edges: [] };
  let [x, before] = [80, ""];
  for (const type of TYPES[mode] ?? []) {
    const data = { ...structuredClone(blocks.get(type) ?? {}), type, title: named(type) };
    // What a chatflow says is what its model said, unless somebody changes that.
    if (type === "answer" && before) Object.assign(data, { answer: `{{#${before}.text#}}` });
    const part = made(data, { x, y: 240 }, undefined, id);
    graph = add(graph, part);
    if (before) graph = connect(graph, { source: before, target: type });
    x += sizeOf(part.nodes[0]!).width + 80;
    before = type;
  }
  return graph;
}
