import { asApiError } from "@/api";
import { errorText, toasts } from "@/ui";
import type { ExplorerStore } from "./store";

/** Say why a change of the tree was rejected; the tree is read anew where it is not what the page holds. */
export function refused(store: ExplorerStore, title: string, error: unknown): void {
  toasts.show({ kind: "error", title, description: `${errorText(error)} (${asApiError(error).code})` });
  if ([404, 412].includes(asApiError(error).status)) void store.load();
  store.changed();
}
