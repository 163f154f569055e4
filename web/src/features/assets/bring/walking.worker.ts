// What lies in dropped folders, found away from the page: asking for a file costs it more than anything else here.
// Small files are read and hashed on the way; handing them to another worker for that costs as much again.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { isJunk } from "./junk";
import type { Picked, PickedFile } from "./picking";

export type Found = Picked & { done: boolean };

type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };

const AT_ONCE = 100;
const SMALL = 1024 * 1024;
// So much is kept in memory until it is sent.
const KEPT = 64 * 1024 * 1024;

const nothing = (): Picked => ({ files: [], folders: [], junk: [] });
let found = nothing();
let kept = 0;

self.onmessage = async ({ data: handles }: MessageEvent<FileSystemHandle[]>) => {
  await Promise.all(handles.map((handle) => enter(handle, handle.name)));
  send(true);
};

function send(done: boolean): void {
  const transfer = found.files.flatMap(({ bytes }) => bytes ?? []);
  self.postMessage({ ...found, done } satisfies Found, { transfer });
  found = nothing();
}

async function enter(handle: FileSystemHandle, path: string): Promise<void> {
  if (isJunk(handle.name)) {
    found.junk.push(path);
  } else if (handle.kind === "file") {
    const file = await read({ path, file: await (handle as FileSystemFileHandle).getFile() });
    found.files.push(file);
    if (found.files.length === AT_ONCE) send(false);
  } else {
    const inside: Promise<void>[] = [];
    for await (const one of (handle as Folder).values()) inside.push(enter(one, `${path}/${one.name}`));
    if (inside.length === 0) found.folders.push(path);
    await Promise.all(inside);
  }
}

async function read(picked: PickedFile): Promise<PickedFile> {
  const { size } = picked.file;
  if (size > SMALL || kept + size > KEPT) return picked;
  kept += size;
  const bytes = await picked.file.arrayBuffer().catch(() => null);
  return bytes ? { ...picked, bytes, hash: bytesToHex(sha256(new Uint8Array(bytes))) } : picked;
}
