// The nested tree that the API takes, and what its answer says of each file.
import type { Schemas } from "@/api";
import type { Found } from "./contents";
import type { Links, Part } from "./sending";

type Branch = Schemas["BatchNodeIn"];
export type Target = { parent_id: string | null; on_conflict: "error" | "rename" | "merge"; direct_upload: false };
/** The files that the server lacks, and where they go. */
export type Answer = { parts: Set<Part>; links: Links };

type Created = {
  children: Node[];
  upload: { pack_url: string | null; missing: string[] };
};
type Node = { id: string; node_type: string; upload_url?: string | null; children?: Node[] | null };

/** The tree, and its files as they stand in it from top to bottom. */
export function branches(files: Found[], folders: string[]): { children: Branch[]; order: Found[] } {
  const children: Branch[] = [];
  const known = new Map<string, Branch[]>([["", children]]);
  const found = new Map<Branch, Found>();
  const inFolder = (path: string): Branch[] => {
    const inside = known.get(path);
    if (inside) return inside;
    const slash = path.lastIndexOf("/");
    const made: Branch = { name: path.slice(slash + 1), node_type: "folder", children: [] };
    inFolder(slash < 0 ? "" : path.slice(0, slash)).push(made);
    known.set(path, made.children!);
    return made.children!;
  };
  for (const path of folders) inFolder(path);
  for (const one of files) {
    const slash = one.path.lastIndexOf("/");
    const node: Branch = { name: one.path.slice(slash + 1), node_type: "file", size: one.file.size };
    if (one.hash) node.sha256 = one.hash;
    inFolder(slash < 0 ? "" : one.path.slice(0, slash)).push(node);
    found.set(node, one);
  }
  const order = [...walked(children)].flatMap((branch) => found.get(branch) ?? []);
  return { children, order };
}

/** The answer has the same files in the same order. */
export function answered({ children, upload }: Created, order: Found[]): Answer {
  const missing = new Map(upload.missing.map((id, at) => [id, at]));
  const links: Links = { packUrl: upload.pack_url, index: missing, urls: {} };
  const parts = new Set<Part>();
  let at = 0;
  for (const { id, node_type, upload_url } of walked(children)) {
    if (node_type === "folder") continue;
    const found = order[at++]!;
    if (!missing.has(id)) continue;
    parts.add({ id, found });
    if (upload_url) links.urls[id] = upload_url;
  }
  return { parts, links };
}

function* walked<T extends { children?: T[] | null }>(children: T[]): Generator<T> {
  for (const branch of children) {
    yield branch;
    if (branch.children) yield* walked(branch.children);
  }
}
