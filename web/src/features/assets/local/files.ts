import { type Remote, wrap } from "comlink";
import type { Files, Listing } from "./files.worker";

/** The files of one upload, in a worker of their own until `end`. */
export type FilesWorker = { files: Remote<Files>; end: () => void };
/** `sizes` come later than the paths, and stand in their order. */
export type Picked = Listing & FilesWorker & { sizes: Promise<number[]> };

/** `fill` gives it what there is. */
export async function picked(fill: (files: Remote<Files>) => Promise<void>): Promise<Picked> {
  const worker = new Worker(new URL("./files.worker.ts", import.meta.url), { type: "module" });
  const files = wrap<Files>(worker);
  const end = () => worker.terminate();
  try {
    await fill(files);
    const listing = await files.listing();
    return { ...listing, sizes: files.open(), files, end };
  } catch (error) {
    end();
    throw error;
  }
}
