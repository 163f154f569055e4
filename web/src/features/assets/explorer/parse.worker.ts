// Reads a tree's JSON away from the page, and gives it over in slices that never hold the page up.
import type { Schemas } from "@/api";
import type { TreeNode } from "./model";

export type Slice = { nodes: TreeNode[]; revision: number; done: boolean } | { failed: string };

const SLICE = 2_000;

self.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
  try {
    give(JSON.parse(new TextDecoder().decode(data)));
  } catch (error) {
    self.postMessage({ failed: String(error) } satisfies Slice);
  }
};

function give({ nodes, revision }: Schemas["FlatTreeOut"]): void {
  const sorted = ordered(nodes);
  for (let at = 0; at === 0 || at < sorted.length; at += SLICE) {
    const part = sorted
      .slice(at, at + SLICE)
      .map(({ path: _path, extension: _extension, order: _order, ...node }) => node);
    self.postMessage({ nodes: part, revision, done: at + SLICE >= sorted.length } satisfies Slice);
  }
}

/** Siblings in their order, a folder before what it holds. */
function ordered(nodes: Schemas["FlatNode"][]): Schemas["FlatNode"][] {
  const inside = new Map<string | null, Schemas["FlatNode"][]>();
  for (const node of nodes) {
    const siblings = inside.get(node.parent_id);
    if (siblings) siblings.push(node);
    else inside.set(node.parent_id, [node]);
  }
  const found: Schemas["FlatNode"][] = [];
  const open: (string | null)[] = [null];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const node of (inside.get(folder) ?? []).sort((one, other) => one.order - other.order)) {
      found.push(node);
      if (node.node_type === "folder") open.push(node.id);
    }
  }
  return found;
}
