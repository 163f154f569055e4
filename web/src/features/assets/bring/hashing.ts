import type { Hashed } from "./hash.worker";

/** The SHA-256 of each file; one that cannot be read any more is left out. */
export function hashesOf(files: File[], signal: AbortSignal, onBytes: (bytes: number) => void) {
  const found = new Map<File, string>();
  if (files.length === 0) return Promise.resolve(found);
  const worker = new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" });
  return new Promise<Map<File, string>>((done, fail) => {
    let left = files.length;
    signal.addEventListener("abort", () => fail(signal.reason));
    worker.onerror = (event) => fail(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<Hashed[]>) => {
      let bytes = 0;
      for (const one of data) {
        if (one.hash) found.set(files[one.at]!, one.hash);
        bytes += one.bytes;
      }
      onBytes(bytes);
      left -= data.length;
      if (left === 0) done(found);
    };
    worker.postMessage(files);
  }).finally(() => worker.terminate());
}
