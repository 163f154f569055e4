// What a person drops or chooses, as a list of paths and files. Junk is left out, and counted.
import type { ExplorerStore } from "../tree/store";
import { breath } from "./breath";
import { isJunk } from "./junk";
import type { Found } from "./walking.worker";

/** With its bytes and their SHA-256, if it was read already. */
export type PickedFile = { path: string; file: File; bytes?: ArrayBuffer; hash?: string };
export type Picked = { files: PickedFile[]; folders: string[]; junk: string[] };

/** Files from an input: their paths are relative to the folder that was chosen. */
export async function listed(files: File[]): Promise<Picked> {
  const picked = nothing();
  const junk = new Set<string>();
  for (const [at, file] of files.entries()) {
    // The size of a file is asked of the system, and the page waits.
    if (file.size >= 0 && at % 50 === 49) await breath();
    const path = file.webkitRelativePath || file.name;
    const parts = path.split("/");
    const bad = parts.findIndex(isJunk);
    if (bad >= 0) junk.add(parts.slice(0, bad + 1).join("/"));
    else picked.files.push({ path, file });
  }
  picked.junk = [...junk];
  return picked;
}

type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/** Must be called within the drop's event: afterwards the browser forgets what was dropped. */
export async function dropped(transfer: DataTransfer): Promise<Picked> {
  const items = [...transfer.items].filter((item) => item.kind === "file") as Item[];
  const files = [...transfer.files];
  // Chromium has handles, on https and localhost; entries are everywhere, and slow.
  const handles = items.map((item) => item.getAsFileSystemHandle?.() ?? null);
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const answers: (FileSystemHandle | null)[] = await Promise.all(handles).catch(() => []);
  const usable = answers.filter((handle) => handle !== null);
  if (items.length > 0 && usable.length === items.length) return walkedByHandle(usable);
  const known = entries.filter((entry) => entry !== null);
  return known.length > 0 ? walked(known) : listed(files);
}

const nothing = (): Picked => ({ files: [], folders: [], junk: [] });

function walkedByHandle(handles: FileSystemHandle[]): Promise<Picked> {
  const worker = new Worker(new URL("./walking.worker.ts", import.meta.url), { type: "module" });
  const picked = nothing();
  return new Promise<Picked>((done, fail) => {
    worker.onerror = (event) => fail(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<Found>) => {
      picked.files.push(...data.files);
      picked.folders.push(...data.folders);
      picked.junk.push(...data.junk);
      if (data.done) done(picked);
    };
    worker.postMessage(handles);
  }).finally(() => worker.terminate());
}

/** One after the other: many at once come back at once, and hold up the page. */
async function walked(roots: FileSystemEntry[]): Promise<Picked> {
  const picked = nothing();
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
    if (files.length > 0) store.set({ bringing: { parent, reading: listed(files) } });
    input.remove();
  };
  input.oncancel = () => input.remove();
  document.body.append(input);
  input.click();
}
