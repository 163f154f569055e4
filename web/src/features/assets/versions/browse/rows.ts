import type { VersionNode } from "../queries";

export type Folder = { nodes?: VersionNode[]; error?: unknown };
export type Row =
  | { kind: "node"; node: VersionNode; depth: number; place: number; siblings: number }
  | { kind: "loading" | "failed" | "empty"; folderId: string; depth: number };

/** What is seen of a tree whose folders come when they are opened. */
export function rowsOf(folders: ReadonlyMap<string | null, Folder>, open: ReadonlySet<string>): Row[] {
  const found: Row[] = [];
  const enter = (folderId: string | null, depth: number) => {
    const nodes = folders.get(folderId)?.nodes ?? [];
    for (const [at, node] of nodes.entries()) {
      found.push({ kind: "node", node, depth, place: at + 1, siblings: nodes.length });
      if (node.node_type !== "folder" || !open.has(node.id)) continue;
      const inside = folders.get(node.id);
      if (inside?.nodes?.length) enter(node.id, depth + 1);
      else {
        const kind = inside?.nodes ? "empty" : inside?.error ? "failed" : "loading";
        found.push({ kind, folderId: node.id, depth: depth + 1 });
      }
    }
  };
  enter(null, 0);
  return found;
}

type Step = { active?: string; open?: string; close?: string; show?: string };

/** What a key does in the tree; null: nothing. */
export function step(key: string, rows: Row[], active: string | null, open: ReadonlySet<string>): Step | null {
  const nodes = rows.flatMap((row) => (row.kind === "node" ? [row] : []));
  const at = nodes.findIndex((row) => row.node.id === active);
  const row = nodes[at];
  const to = (place: number): Step => {
    const id = nodes[Math.max(0, Math.min(nodes.length - 1, place))]?.node.id;
    return id ? { active: id } : {};
  };
  const folder = row?.node.node_type === "folder";
  switch (key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return to(at - 1);
    case "Home":
      return to(0);
    case "End":
      return to(nodes.length - 1);
    case "ArrowRight":
      if (!row || !folder) return {};
      if (!open.has(row.node.id)) return { open: row.node.id };
      return nodes[at + 1]?.depth === row.depth + 1 ? to(at + 1) : {};
    case "ArrowLeft":
      if (!row) return {};
      if (folder && open.has(row.node.id)) return { close: row.node.id };
      return row.node.parent_id ? { active: row.node.parent_id } : {};
    case "Enter":
    case " ":
      if (!row) return {};
      if (!folder) return { show: row.node.path };
      return open.has(row.node.id) ? { close: row.node.id } : { open: row.node.id };
    default:
      return null;
  }
}
