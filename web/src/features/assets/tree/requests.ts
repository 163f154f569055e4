// Changes of the tree: shown at once, sent, and taken back with the reason where they are refused.
import { api, asApiError, call, type Schemas } from "@/api";
import { deletesWait, settleDeletes } from "./deletes";
import type { TreeNode } from "./model";
import { refused } from "./refused";
import { type ExplorerStore, explorerOf } from "./store";

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;
type Sent = Schemas["NodeOut"];

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
    if (!isConflict(error) || !deletesWait()) throw error;
    await settleDeletes();
    return await once(store, make);
  }
}

async function once<T>(store: ExplorerStore, make: () => Answer<T>): Promise<T> {
  const answer = await make();
  const data = await call(Promise.resolve(answer));
  store.revised(answer.response.headers.get("X-Tree-Revision"));
  return data;
}

function known({ path: _path, extension: _extension, order: _order, updated_at: _at, ...node }: Sent): TreeNode {
  return node;
}

type Say = (key: "renameFailed" | "moveFailed" | "copyFailed" | "createFailed") => string;

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

export function reload(appId: string): void {
  void explorerOf(appId).load();
}
