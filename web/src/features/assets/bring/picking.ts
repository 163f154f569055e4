// What a person drops or chooses, given to a worker as paths and files. Junk is left out, and counted.
import type { ExplorerStore } from "../explorer/store";
import { breath } from "../local/breath";
import type { Found } from "../local/contents";
import { type FilesWorker, type Picked, picked } from "../local/files";
import { isJunk } from "../local/junk";

type Fill = (files: FilesWorker["files"]) => Promise<void>;

// The page waits while a File is handed over.
const TOGETHER = 50;

/** Files from an input: their paths are relative to the folder that was chosen. */
function listed(list: File[]): Fill {
  return async (files) => {
    const junk = new Set<string>();
    for (let from = 0; from < list.length; from += TOGETHER) {
      const some: Found[] = [];
      for (const file of list.slice(from, from + TOGETHER)) {
        const path = file.webkitRelativePath || file.name;
        const parts = path.split("/");
        const bad = parts.findIndex(isJunk);
        if (bad >= 0) junk.add(parts.slice(0, bad + 1).join("/"));
        else some.push({ path, file });
      }
      void files.add(some, [], []);
      await breath();
    }
    await files.add([], [...junk], []);
  };
}

type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/** Must be called within the drop's event: afterwards the browser forgets what was dropped. */
export async function dropped(transfer: DataTransfer): Promise<Picked> {
  const items = [...transfer.items].filter((item) => item.kind === "file") as Item[];
  const list = [...transfer.files];
  // Chromium has handles, on https and localhost; entries are everywhere, and slow.
  const handles = items.map((item) => item.getAsFileSystemHandle?.() ?? null);
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const answers: (FileSystemHandle | null)[] = await Promise.all(handles).catch(() => []);
  const usable = answers.filter((handle) => handle !== null);
  if (items.length > 0 && usable.length === items.length) return picked((files) => files.walk(usable));
  const known = entries.filter((entry) => entry !== null);
  return picked(known.length > 0 ? walked(known) : listed(list));
}

/** One after the other: many at once come back at once, and hold up the page. */
function walked(roots: FileSystemEntry[]): Fill {
  return async (files) => {
    const open = roots.map((entry) => ({ entry, path: entry.name }));
    const junk: string[] = [];
    const folders: string[] = [];
    let some: Found[] = [];
    for (let next = open.pop(); next; next = open.pop()) {
      const { entry, path } = next;
      if (isJunk(entry.name)) junk.push(path);
      else if (entry.isFile) some.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
      else {
        const inside = await entriesOf(entry as FileSystemDirectoryEntry);
        if (inside.length === 0) folders.push(path);
        for (const one of inside) open.push({ entry: one, path: `${path}/${one.name}` });
      }
      if (some.length === TOGETHER) {
        void files.add(some, [], []);
        some = [];
      }
    }
    await files.add(some, junk, folders);
  };
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
    if (files.length > 0) store.set({ bringing: { parent, reading: picked(listed(files)) } });
    input.remove();
  };
  input.oncancel = () => input.remove();
  document.body.append(input);
  input.click();
}
