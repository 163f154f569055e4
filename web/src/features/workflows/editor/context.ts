import { createContext, useContext, useSyncExternalStore } from "react";
import type { EditorStore } from "./store";

export const EditorContext = createContext<EditorStore | null>(null);

export function useStore(): EditorStore {
  return useContext(EditorContext)!;
}

/** Drawn anew only when what it reads is another value. */
export function useEditor<T>(read: (store: EditorStore) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => read(store));
}
