// Workflows that are being edited. They outlive their page: what waits to be saved is saved, and publishing waits for it.
import type { EditorStore } from "./store";

const open = new Map<string, EditorStore>();

/** The one that has unsaved changes, or one of this draft. */
export function editorOf(appId: string, make: () => EditorStore): EditorStore {
  const known = open.get(appId);
  if (known?.saving.unsaved) return known;
  known?.saving.stop();
  const made = make();
  open.set(appId, made);
  return made;
}

/** Saves what waits to be saved, if there is something. Rejects if that fails. */
export async function flushed(appId: string): Promise<void> {
  await open.get(appId)?.saving.flush();
}

if (typeof addEventListener === "function") {
  addEventListener("beforeunload", (event) => {
    if ([...open.values()].some(({ saving }) => saving.unsaved)) event.preventDefault();
  });
}
