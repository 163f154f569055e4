import type { Schemas } from "@/api";
import { nameKey, type TreeModel } from "../tree/model";
import { breath } from "./breath";
import type { Picked, PickedFile } from "./picking";

export type OnConflict = "error" | "rename" | "merge";
export type Branch = Schemas["BatchNodeIn"];
export type Plan = {
  parent: string | null;
  files: PickedFile[];
  folders: string[];
  junk: string[];
  /** How many folders there are, the empty ones and those on the way to a file. */
  folderCount: number;
  bytes: number;
  tops: string[];
  /** Names at the top that are taken in the folder they go to. */
  taken: string[];
  /** Files whose place is taken by a file: with `merge` they get new content. */
  replaced: string[];
  /** A single zip can be unpacked where it goes. */
  zip: File | null;
};

export function planned(picked: Picked, parent: string | null, model: TreeModel): Plan {
  const folders = new Set(picked.folders);
  let bytes = 0;
  for (const { path, file } of picked.files) {
    bytes += file.size;
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      folders.add(path.slice(0, slash));
    }
  }
  const known = indexed(model, parent);
  const tops = new Set([...picked.files.map(({ path }) => path), ...picked.folders].map((path) => path.split("/")[0]!));
  const only = picked.files.length === 1 && picked.folders.length === 0 ? picked.files[0]! : null;
  return {
    parent,
    files: picked.files,
    folders: picked.folders,
    junk: picked.junk,
    folderCount: folders.size,
    bytes,
    tops: [...tops],
    taken: [...tops].filter((name) => known(name)),
    replaced: picked.files.map(({ path }) => path).filter((path) => known(path)),
    zip: only && /\.zip$/i.test(only.path) ? only.file : null,
  };
}

/** Whether something lies at a path under a folder. Each folder of the tree is read once. */
function indexed(model: TreeModel, parent: string | null): (path: string) => boolean {
  const inside = new Map<string | null, Map<string, string>>();
  const names = (folder: string | null) => {
    let found = inside.get(folder);
    if (!found) {
      found = new Map(model.children(folder).map((id) => [nameKey(model.get(id)?.name ?? ""), id]));
      inside.set(folder, found);
    }
    return found;
  };
  return (path) => {
    let at = parent;
    for (const part of path.split("/")) {
      const next = names(at).get(nameKey(part));
      if (next === undefined) return false;
      at = next;
    }
    return true;
  };
}

/** The plan as the nested tree that the API takes, and the files in the order in which they stand in it. */
export async function branches(
  plan: Pick<Plan, "files" | "folders">,
  hashes: ReadonlyMap<File, string>,
): Promise<{ children: Branch[]; files: Map<Branch, File> }> {
  const children: Branch[] = [];
  const folders = new Map<string, Branch[]>([["", children]]);
  const files = new Map<Branch, File>();
  const inFolder = (path: string): Branch[] => {
    const known = folders.get(path);
    if (known) return known;
    const slash = path.lastIndexOf("/");
    const made: Branch = { name: path.slice(slash + 1), node_type: "folder", children: [] };
    inFolder(slash < 0 ? "" : path.slice(0, slash)).push(made);
    folders.set(path, made.children!);
    return made.children!;
  };
  for (const path of plan.folders) inFolder(path);
  const sorted = [...plan.files].sort((one, other) => (one.path < other.path ? -1 : 1));
  for (const [at, { path, file }] of sorted.entries()) {
    if (at % 500 === 499) await breath();
    const slash = path.lastIndexOf("/");
    const node: Branch = { name: path.slice(slash + 1), node_type: "file", size: file.size };
    const hash = hashes.get(file);
    if (hash) node.sha256 = hash;
    inFolder(slash < 0 ? "" : path.slice(0, slash)).push(node);
    files.set(node, file);
  }
  return { children, files };
}
