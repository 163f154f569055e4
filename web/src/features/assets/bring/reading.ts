import type { PickedFile } from "./picking";
import type { ToRead, WasRead } from "./reading.worker";

// A message to a worker costs as much as hashing a small file: they travel together. More would hold up the page.
const FILES = 50;
const BYTES = 4 * 1024 * 1024;
// What is kept need not be read again to be sent.
const KEPT = 64 * 1024 * 1024;

export type Contents = {
  /** The SHA-256 of each file; one that cannot be read any more is left out. */
  hashes: Map<File, string>;
  bytes: Map<File, ArrayBuffer>;
};

/** All files read and hashed, in a few workers. `onRead` gets how many were. */
export async function readAll(
  picked: PickedFile[],
  signal: AbortSignal,
  onRead: (files: number) => void,
): Promise<Contents> {
  const found: Contents = { hashes: new Map(), bytes: new Map() };
  const files: File[] = [];
  let next = 0;
  let kept = 0;
  for (const { file, hash, bytes } of picked) {
    if (hash) found.hashes.set(file, hash);
    else files.push(file);
    if (bytes) found.bytes.set(file, bytes);
    kept += bytes?.byteLength ?? 0;
  }
  onRead(picked.length - files.length);
  const take = () => {
    const from = next;
    for (let bytes = 0; next < files.length && next - from < FILES; next++) {
      bytes += files[next]!.size;
      if (bytes > BYTES && next > from) break;
    }
    return files.slice(from, next);
  };
  const lane = async () => {
    const worker = new Worker(new URL("./reading.worker.ts", import.meta.url), { type: "module" });
    try {
      for (let some = take(); some.length > 0; some = take()) {
        const read = await asked(worker, { files: some, keep: kept < KEPT }, signal);
        for (const [at, file] of some.entries()) {
          const hash = read.hashes[at];
          const bytes = read.bytes[at];
          if (hash) found.hashes.set(file, hash);
          if (bytes) found.bytes.set(file, bytes);
          kept += bytes?.byteLength ?? 0;
        }
        onRead(some.length);
      }
    } finally {
      worker.terminate();
    }
  };
  if (files.length === 0) return found;
  const lanes = Math.min(Math.max(navigator.hardwareConcurrency || 2, 2), 4);
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}

function asked(worker: Worker, message: ToRead, signal: AbortSignal): Promise<WasRead> {
  return new Promise((done, fail) => {
    signal.throwIfAborted();
    const abort = () => fail(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    worker.onerror = (event) => fail(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<WasRead>) => {
      signal.removeEventListener("abort", abort);
      done(data);
    };
    worker.postMessage(message);
  });
}
