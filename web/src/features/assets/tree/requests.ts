// Changes of the tree: shown at once, sent, and taken back with the reason where they are refused.
import { api, apiFetch, asApiError, call, type Schemas } from "@/api";
import { errorText, toasts } from "@/ui";
import type { TreeNode } from "./model";
import { type ExplorerStore, explorerOf } from "./store";

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;
type Sent = Schemas["NodeOut"];

const waiting = new Map<string[], ExplorerStore>();
const CONFLICT = "app_asset_path_conflict";

const nodes = "/console/api/apps/{app_id}/assets/nodes";
const at = (store: ExplorerStore) => ({ path: { app_id: store.appId } });
const nodeAt = (store: ExplorerStore, id: string) => ({ path: { app_id: store.appId, node_id: id } });

export const isConflict = (error: unknown) => asApiError(error).code === CONFLICT;

/** Send a change. A name that only seems taken, by what is about to be deleted, is freed first. */
async function send<T>(store: ExplorerStore, make: () => Answer<T>): Promise<T> {
  store.changes++;
  try {
    return await once(store, make);
  } catch (error) {
    if (!isConflict(error) || waiting.size === 0) throw error;
    await deleteNow();
    return await once(store, make);
  }
}

async function once<T>(store: ExplorerStore, make: () => Answer<T>): Promise<T> {
  const answer = await make();
  const data = await call(Promise.resolve(answer));
  store.revised(answer.response.headers.get("X-Tree-Revision"));
  return data;
}

function refused(store: ExplorerStore, title: string, error: unknown): void {
  toasts.show({ kind: "error", title, description: `${errorText(error)} (${asApiError(error).code})` });
  if ([404, 412].includes(asApiError(error).status)) void store.load();
  store.changed();
}

function known({ path: _path, extension: _extension, order: _order, updated_at: _at, ...node }: Sent): TreeNode {
  return node;
}

type Say = (key: "renameFailed" | "moveFailed" | "copyFailed" | "createFailed" | "deleteFailed") => string;

export async function rename(store: ExplorerStore, say: Say, id: string, name: string): Promise<void> {
  const node = store.model.get(id);
  if (!node || node.name === name) return;
  const undo = store.model.rename(id, name);
  store.changed();
  try {
    const body = { name };
    await send(store, () => api.POST(`${nodes}/{node_id}/rename`, { params: nodeAt(store, id), body }));
  } catch (error) {
    undo();
    if (isConflict(error)) {
      store.set({ clash: { verb: "rename", id, name, suggestion: store.model.freeName(node.parent_id, name) } });
    } else refused(store, say("renameFailed"), error);
  }
}

/** Into a folder, behind `after` (null: first, undefined: last). */
export async function move(
  store: ExplorerStore,
  say: Say,
  ids: string[],
  parent: string | null,
  after?: string | null,
): Promise<void> {
  const moving = store.model.outermost(ids).filter((id) => !store.model.contains(id, parent));
  if (moving.length === 0) return;
  const taken = moving.filter((id) => {
    const node = store.model.get(id);
    return node && node.parent_id !== parent && store.model.childNamed(parent, node.name);
  });
  if (taken.length > 0) return store.set({ clash: { verb: "move", ids: moving, parent, taken } });
  const undo = store.model.move(moving, parent, after);
  if (parent) store.expanded.add(parent);
  store.changed();
  try {
    const body = { ids: moving, parent_id: parent, ...(after === undefined ? {} : { after_node_id: after }) };
    await send(store, () => api.POST(`${nodes}/move`, { params: at(store), body }));
  } catch (error) {
    undo();
    if (isConflict(error)) {
      const names = asApiError(error).details.map((detail) => detail.path?.split("/").pop() ?? "");
      const clashing = moving.filter((id) => names.includes(store.model.get(id)?.name ?? ""));
      store.set({ clash: { verb: "move", ids: moving, parent, taken: clashing.length > 0 ? clashing : moving } });
    } else refused(store, say("moveFailed"), error);
  }
}

/** Copies get a number where their name is taken. */
export async function copy(store: ExplorerStore, say: Say, ids: string[], parent: string | null): Promise<void> {
  try {
    const body = { ids: store.model.outermost(ids), parent_id: parent };
    const made = await send(store, () => api.POST(`${nodes}/copy`, { params: at(store), body }));
    const hasFolder = made.nodes.some((node) => node.node_type === "folder");
    for (const node of made.nodes) store.model.put(known(node));
    if (parent) store.expanded.add(parent);
    store.select(made.nodes[0]?.id ?? null);
    if (hasFolder) void store.load();
  } catch (error) {
    refused(store, say("copyFailed"), error);
  }
}

/** Made under a name that is free, which can be typed over at once. */
export async function create(
  store: ExplorerStore,
  say: Say,
  kind: "file" | "folder",
  parent: string | null,
  wish: string,
): Promise<void> {
  const body = { name: store.model.freeName(parent, wish), parent_id: parent };
  try {
    const node =
      kind === "folder"
        ? await send(store, () => api.POST("/console/api/apps/{app_id}/assets/folders", { params: at(store), body }))
        : (await send(store, () => api.POST("/console/api/apps/{app_id}/assets/files/upload", file(store, body)))).node;
    store.model.put(known(node));
    if (parent) store.expanded.add(parent);
    store.reveal(node.id);
    store.set({ renaming: node.id });
  } catch (error) {
    refused(store, say("createFailed"), error);
  }
}

const file = (store: ExplorerStore, body: { name: string; parent_id: string | null }) => ({
  params: at(store),
  body: { ...body, size: 0 },
});

/** Taken away on the page at once; sent when the toast goes, unless it was undone. */
export function remove(store: ExplorerStore, say: Say, ids: string[], words: { title: string; undo: string }): void {
  const gone = store.model.outermost(ids);
  if (gone.length === 0) return;
  const rows = store.rows();
  const first = rows.findIndex((row) => row.id === gone[0]);
  store.model.hide(gone);
  for (const id of gone) store.hiddenIds.add(id);
  if (store.opened && store.model.isHidden(store.opened)) store.opened = null;
  store.changed();
  store.select(store.rows()[Math.min(first, store.rows().length - 1)]?.id ?? null);
  waiting.set(gone, store);
  toasts.show({
    title: words.title,
    lasts: 8_000,
    action: { label: words.undo, onClick: () => shownAgain(store, gone) },
    onGone: () => void deleteOf(store, gone).catch((error) => refused(store, say("deleteFailed"), error)),
  });
}

function shownAgain(store: ExplorerStore, ids: string[]): void {
  waiting.delete(ids);
  for (const id of ids) store.hiddenIds.delete(id);
  store.model.hide(ids)();
  store.select(ids[0] ?? null);
}

async function deleteOf(store: ExplorerStore, ids: string[]): Promise<void> {
  if (!waiting.delete(ids)) return;
  store.changes++;
  try {
    await once(store, () => api.POST(`${nodes}/delete`, { params: at(store), body: { ids } }));
    for (const id of ids) store.hiddenIds.delete(id);
    store.model.remove(ids);
    store.changed();
  } catch (error) {
    shownAgain(store, ids);
    throw error;
  }
}

/** What waits behind a toast is deleted now. */
export async function deleteNow(): Promise<void> {
  await Promise.all([...waiting].map(([ids, store]) => deleteOf(store, ids)));
}

/** The page goes: what was deleted on it is deleted. */
export function deleteOnLeave(): void {
  for (const [ids, store] of waiting) {
    waiting.delete(ids);
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", body: JSON.stringify({ ids }), headers, keepalive: true };
    void apiFetch(`/console/api/apps/${store.appId}/assets/nodes/delete`, init).catch(() => {});
  }
}

if (typeof addEventListener === "function") addEventListener("pagehide", deleteOnLeave);

export function reload(appId: string): void {
  void explorerOf(appId).load();
}
