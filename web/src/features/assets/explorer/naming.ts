// A name as it was typed: with slashes it is a path, and the folders on it are made where they are not there.
import { ApiError, api, asApiError } from "@/api";
import { errorText } from "@/ui";
import type { TreeNode } from "./model";
import { isConflict, send, sendMove, sendRename } from "./requests";
import type { ExplorerStore } from "./store";

/** What the names on a path are; null where one of them names no place below. */
export function namesOf(typed: string): string[] | null {
  const names = typed
    .split("/")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length === 0 || names.some((name) => name === "." || name === "..") ? null : names;
}

/** What was typed cannot be a place; `key` names the text that says why. */
class NotAPath extends Error {
  constructor(
    readonly key: "nameNotPath" | "fileOnPath",
    readonly values: { name: string } = { name: "" },
  ) {
    super(key);
  }
}

type Words = (key: "nameNotPath" | "fileOnPath", values: { name: string }) => string;

/** Name a node as it was typed. What is rejected stays in its field with the reason, or another name is asked for. */
export async function rename(store: ExplorerStore, say: Words, id: string, typed: string): Promise<void> {
  try {
    await nameAs(store, id, typed);
    store.changed();
  } catch (error) {
    const node = store.model.get(id);
    if (isConflict(error) && node) {
      const names = namesOf(typed) ?? [typed];
      const free = store.model.freeName(store.model.folderOn(node.parent_id, typed), names.at(-1) ?? "");
      store.drafts.set(id, { text: typed });
      const suggestion = typed.slice(0, typed.lastIndexOf("/") + 1) + free;
      return store.set({ clash: { verb: "rename", id, name: typed, suggestion } });
    }
    if ([404, 412].includes(asApiError(error).status)) void store.load();
    const reason = error instanceof NotAPath ? say(error.key, error.values) : errorText(error);
    store.drafts.set(id, { text: typed, error: reason });
    store.set({ renaming: id });
  }
}

/** Give a node the name, or the place and name, that was typed. `/a/b` begins at the top. Throws what is in the way. */
async function nameAs(store: ExplorerStore, id: string, typed: string): Promise<void> {
  const node = store.model.get(id);
  if (!node) return;
  const names = namesOf(typed);
  if (!names) throw new NotAPath("nameNotPath");
  if (!typed.includes("/")) return sendRename(store, id, typed);
  const [name = "", ...folders] = names.reverse();
  const parent = await folderAt(store, typed.startsWith("/") ? null : node.parent_id, folders.reverse());
  if (parent === node.parent_id) return sendRename(store, id, name);
  if (store.model.childNamed(parent, name)) throw new ApiError("app_asset_path_conflict", name, 409);
  // Whichever of the two is free first: the old name in the new place, or the new name in the old one.
  if (store.model.childNamed(parent, node.name)) {
    await sendRename(store, id, name);
    await sendMove(store, [id], parent);
  } else {
    await sendMove(store, [id], parent);
    await sendRename(store, id, name);
  }
}

/** The folder that these names lead to, made where it is not there: all that is missing in one request. */
async function folderAt(store: ExplorerStore, from: string | null, names: string[]): Promise<string | null> {
  let at = from;
  const missing = [...names];
  for (const name of names) {
    const next: TreeNode | undefined = store.model.childNamed(at, name);
    if (!next) break;
    if (next.node_type === "file") throw new NotAPath("fileOnPath", { name: next.name });
    at = next.id;
    missing.shift();
  }
  if (missing.length === 0) return at;
  type Wanted = { node_type: "folder"; name: string; children: Wanted[] };
  const nested = missing.reduceRight<Wanted[]>((children, name) => [{ node_type: "folder", name, children }], []);
  const body = { parent_id: at, children: nested, on_conflict: "merge" as const };
  const params = { path: { app_id: store.appId } };
  const made = await send(store, () => api.POST("/console/api/apps/{app_id}/assets/batch-upload", { params, body }));
  for (let [one] = made.children; one; [one] = one.children) {
    const folder = { id: one.id, name: one.name, node_type: "folder" as const, parent_id: at };
    store.model.put({ ...folder, size: 0, status: "ready", sha256: null });
    at = one.id;
  }
  store.changed();
  return at;
}
