// Changes of the tree: shown at once, sent, and taken back with the reason where they are refused.
import { api, asApiError, call, type Schemas } from "@/api";
import { deletesWait, settleDeletes } from "./deletes";
import type { Place, TreeNode } from "./model";
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
export function send<T>(store: ExplorerStore, make: () => Answer<T>): Promise<T> {
  return store.inTurn(async () => {
    try {
      return await once(store, make);
    } catch (error) {
      if (!isConflict(error) || !deletesWait()) throw error;
      await settleDeletes();
      return await once(store, make);
    }
  });
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

type Say = (key: "moveFailed" | "copyFailed" | "createFailed") => string;

/** How many nodes one request takes. */
const AT_ONCE = 1_000;

/** Shown at once; taken back and thrown where it is rejected. */
export async function sendRename(store: ExplorerStore, id: string, name: string): Promise<void> {
  const node = store.model.get(id);
  if (!node || node.name === name) return;
  const undo = store.model.rename(id, name);
  store.changed();
  try {
    const body = { name };
    await send(store, () => api.POST(`${nodes}/{node_id}/rename`, { params: nodeAt(store, id), body }));
  } catch (error) {
    undo();
    store.changed();
    throw error;
  }
}

/** Into a folder, behind `after` (null: first, undefined: last). Shown at once; taken back where it is rejected. */
export async function sendMove(store: ExplorerStore, ids: string[], parent: string | null, after?: string | null) {
  const undo = store.model.move(ids, parent, after);
  if (parent) for (const folder of [parent, ...store.model.ancestors(parent)]) store.expanded.add(folder);
  store.changed();
  try {
    for (let done = 0; done < ids.length; done += AT_ONCE) {
      const behind = done > 0 && after !== undefined ? (ids[done - 1] ?? null) : after;
      const place = behind === undefined ? {} : { after_node_id: behind };
      const body = { ids: ids.slice(done, done + AT_ONCE), parent_id: parent, ...place };
      await send(store, () => api.POST(`${nodes}/move`, { params: at(store), body }));
    }
  } catch (error) {
    undo();
    store.changed();
    // A part of them may have been moved.
    if (ids.length > AT_ONCE) void store.load();
    throw error;
  }
}

/** Move nodes, or ask what shall happen where their names are taken. Returns where they were, if they were moved. */
export async function move(
  store: ExplorerStore,
  say: Say,
  ids: string[],
  parent: string | null,
  after?: string | null,
): Promise<Place[]> {
  const moving = store.model.outermost(ids).filter((id) => !store.model.contains(id, parent));
  if (moving.length === 0) return [];
  const taken = moving.filter((id) => {
    const node = store.model.get(id);
    return node && node.parent_id !== parent && store.model.childNamed(parent, node.name);
  });
  if (taken.length > 0) {
    store.set({ clash: { verb: "move", ids: moving, parent, taken } });
    return [];
  }
  const before = store.model.places(moving);
  try {
    await sendMove(store, moving, parent, after);
    return before;
  } catch (error) {
    if (isConflict(error)) {
      const names = asApiError(error).details.map((detail) => detail.path?.split("/").pop() ?? "");
      const clashing = moving.filter((id) => names.includes(store.model.get(id)?.name ?? ""));
      store.set({ clash: { verb: "move", ids: moving, parent, taken: clashing.length > 0 ? clashing : moving } });
    } else refused(store, say("moveFailed"), error);
    return [];
  }
}

/** Copies get a number where their name is taken. */
export async function copy(store: ExplorerStore, say: Say, ids: string[], parent: string | null): Promise<void> {
  try {
    const all = store.model.outermost(ids);
    const made: TreeNode[] = [];
    for (let done = 0; done < all.length; done += AT_ONCE) {
      const body = { ids: all.slice(done, done + AT_ONCE), parent_id: parent };
      const part = await send(store, () => api.POST(`${nodes}/copy`, { params: at(store), body }));
      made.push(...part.nodes.map(known));
    }
    for (const node of made) store.model.put(node);
    if (parent) store.expanded.add(parent);
    store.select(made[0]?.id ?? null);
    if (made.some((node) => node.node_type === "folder")) void store.load();
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
