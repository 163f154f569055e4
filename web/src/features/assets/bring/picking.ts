// What a person drops or chooses, as a list of paths and files. Junk is left out, and counted.
import type { ExplorerStore } from "../tree/store";

export type PickedFile = { path: string; file: File };
export type Picked = { files: PickedFile[]; folders: string[]; junk: string[] };

// What systems and tools keep for themselves.
const JUNK = new Set([".DS_Store", "Thumbs.db", "desktop.ini", ".git", ".svn", ".hg", "node_modules", "__pycache__"]);

export const isJunk = (name: string) => JUNK.has(name) || name.startsWith("._");

/** Files from an input: their paths are relative to the folder that was chosen. */
export function listed(files: Iterable<File>): Picked {
  const picked: Picked = { files: [], folders: [], junk: [] };
  const junk = new Set<string>();
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    const parts = path.split("/");
    const bad = parts.findIndex(isJunk);
    if (bad >= 0) junk.add(parts.slice(0, bad + 1).join("/"));
    else picked.files.push({ path, file });
  }
  picked.junk = [...junk];
  return picked;
}

/** Must be called within the drop's event: afterwards the browser forgets what was dropped. */
export function dropped(transfer: DataTransfer): Promise<Picked> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null)) return Promise.resolve(listed(transfer.files));
  return walked(entries.filter((entry) => entry !== null));
}

async function walked(roots: FileSystemEntry[]): Promise<Picked> {
  const picked: Picked = { files: [], folders: [], junk: [] };
  const open = roots.map((entry) => ({ entry, path: entry.name }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { entry, path } = next;
    if (isJunk(entry.name)) picked.junk.push(path);
    else if (entry.isFile) picked.files.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    else {
      const inside = await entriesOf(entry as FileSystemDirectoryEntry);
      if (inside.length === 0) picked.folders.push(path);
      for (const one of inside) open.push({ entry: one, path: `${path}/${one.name}` });
    }
  }
  return picked;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((done, fail) => entry.file(done, fail));
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (part.length === 0) return found;
    found.push(...part);
  }
}

/** Let the person choose a folder or files for a folder of the tree. */
export function pick(store: ExplorerStore, parent: string | null, what: "folder" | "files"): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = what === "folder";
  input.hidden = true;
  input.onchange = () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) store.set({ bringing: { parent, reading: Promise.resolve(listed(files)) } });
    input.remove();
  };
  input.oncancel = () => input.remove();
  document.body.append(input);
  input.click();
}
