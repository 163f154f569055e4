import { nameKey, type TreeModel } from "../explorer/model";
import type { Picked } from "../local/files";

export type OnConflict = "error" | "rename" | "merge";
export type Plan = {
  parent: string | null;
  picked: Picked;
  /** How many folders there are, the empty ones and those on the way to a file. */
  folderCount: number;
  tops: string[];
  /** Names at the top that are taken in the folder they go to. */
  taken: string[];
  /** Files whose place is taken by a file: with `merge` they get new content. */
  replaced: string[];
  /** A single zip can be unpacked where it goes. */
  zip: boolean;
};

export function planned(picked: Picked, parent: string | null, model: TreeModel): Plan {
  const { paths } = picked;
  const folders = new Set<string>();
  const enter = (folder: string) => {
    // Up to the first that is known: so are those around it.
    for (let at = folder; at && !folders.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) folders.add(at);
  };
  for (const path of paths) enter(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  for (const folder of picked.folders) enter(folder);
  const known = indexed(model, parent);
  const tops = [...new Set([...paths, ...picked.folders].map(topOf))];
  const taken = tops.filter(known);
  const inTaken = new Set(taken);
  return {
    parent,
    picked,
    folderCount: folders.size,
    tops,
    taken,
    replaced: taken.length === 0 ? [] : paths.filter((path) => inTaken.has(topOf(path)) && known(path)),
    zip: paths.length === 1 && tops.length === 1 && /\.zip$/i.test(paths[0]!),
  };
}

function topOf(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
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
