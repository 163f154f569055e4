export type Folder = {
  path: string;
  /** Its last part. */
  name: string;
  /** Of documents in it and below it. */
  count: number;
  folders: Folder[];
};

/** Folders within folders, from their paths; one that only has other folders in it is there as well. */
export function treeOf(listed: { path: string; document_count: number }[]): Folder[] {
  const top: Folder[] = [];
  for (const { path, document_count: count } of listed) {
    let level = top;
    const parts = path.split("/").filter(Boolean);
    parts.forEach((name, depth) => {
      let folder = level.find((each) => each.name === name);
      if (!folder) {
        folder = { path: parts.slice(0, depth + 1).join("/"), name, count: 0, folders: [] };
        level.push(folder);
      }
      folder.count += count;
      level = folder.folders;
    });
  }
  return top;
}

/** Whether a folder is this one, or has it somewhere in it. */
export const leadsTo = (folder: string, path: string | undefined) =>
  path !== undefined && (path === folder || path.startsWith(`${folder}/`));
