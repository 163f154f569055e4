// What is typed into files and not saved yet. It outlives the editor: leaving a file and coming back loses nothing.
import { useSyncExternalStore } from "react";

/** `text` was made from the content that has `sha256`. */
export type Buffer = { text: string; sha256: string | null };

const buffers = new Map<string, Buffer>();
const listeners = new Set<() => void>();

function changed() {
  for (const listener of listeners) listener();
}

export const unsaved = {
  get: (id: string) => buffers.get(id),
  set(id: string, buffer: Buffer) {
    const known = buffers.has(id);
    buffers.set(id, buffer);
    if (!known) changed();
  },
  drop(id: string) {
    if (buffers.delete(id)) changed();
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

export function useUnsaved(id: string): boolean {
  return useSyncExternalStore(unsaved.subscribe, () => buffers.has(id));
}

if (typeof addEventListener === "function") {
  addEventListener("beforeunload", (event) => {
    if (buffers.size > 0) event.preventDefault();
  });
}
