// Deleted nodes leave the page at once and the server when Undo goes. Whatever reads the draft meanwhile waits until
// they have left the server too: each request passes the gate below.
import { apiFetch, errorOf, holdRequests } from "@/api";
import { toasts } from "@/ui";
import { refused } from "./refused";
import type { ExplorerStore } from "./store";

type Deletion = { store: ExplorerStore; ids: string[]; failed: string; toast: number; sending: Promise<void> | null };

const waiting = new Set<Deletion>();
/** How much a browser still sends for a page that is going away. */
const KEEPALIVE_BYTES = 60_000;
/** How many nodes one request takes. */
const AT_ONCE = 1_000;

/** What the page asks and changes while it shows the tree without the deleted nodes: right with and without them. */
const UNAFFECTED = [
  /^GET tree\?format=flat$/,
  /^(GET|PUT) files\/[^/]+$/,
  /^GET files\/[^/]+\/raw$/,
  /^GET nodes\/[^/]+$/,
  /^POST nodes\/(delete|move)$/,
  /^POST nodes\/[^/]+\/rename$/,
  /^POST folders$/,
  /^POST files\/upload$/,
];

/** Whether a request must find the draft as the person sees it. Whatever is not known to be unaffected must. */
export function needsDraft(method: string, path: string): boolean {
  if (!/^\/console\/api\/apps(\/|$)/.test(path)) return false;
  const [, within] = /^\/console\/api\/apps\/[^/]+\/assets\/(.+)$/.exec(path) ?? [];
  return within === undefined || !UNAFFECTED.some((one) => one.test(`${method} ${within}`));
}

holdRequests((method, path) => (waiting.size > 0 && needsDraft(method, path) ? settleDeletes() : null));

/** Taken away on the page at once; sent when the toast goes or something needs the draft, unless it was undone. */
export function remove(store: ExplorerStore, ids: string[], words: { title: string; undo: string; failed: string }) {
  const deleted = store.model.outermost(ids);
  if (deleted.length === 0) return;
  const rows = store.rows();
  const first = rows.findIndex((row) => row.id === deleted[0]);
  store.model.hide(deleted);
  for (const id of deleted) store.hiddenIds.add(id);
  if (store.opened && store.model.isHidden(store.opened)) store.opened = null;
  store.changed();
  store.select(store.rows()[Math.min(first, store.rows().length - 1)]?.id ?? null);
  const deletion: Deletion = { store, ids: deleted, failed: words.failed, toast: 0, sending: null };
  waiting.add(deletion);
  deletion.toast = toasts.show({
    title: words.title,
    lasts: 8_000,
    action: { label: words.undo, onClick: () => shownAgain(deletion) },
    onGone: () => void sent(deletion).catch(() => {}),
  });
}

export const deletesWait = () => waiting.size > 0;

/** Send what waits behind a toast; over when the server has it. Throws what the server rejected it with. */
export async function settleDeletes(): Promise<void> {
  const all = [...waiting].map(sent);
  for (const { toast } of [...waiting]) toasts.dismiss(toast);
  await Promise.all(all);
}

function shownAgain(deletion: Deletion): void {
  waiting.delete(deletion);
  for (const id of deletion.ids) deletion.store.hiddenIds.delete(id);
  deletion.store.model.hide(deletion.ids)();
  deletion.store.select(deletion.ids[0] ?? null);
}

function sent(deletion: Deletion): Promise<void> {
  if (!waiting.has(deletion)) return Promise.resolve();
  deletion.sending ??= send(deletion);
  return deletion.sending;
}

async function send(deletion: Deletion): Promise<void> {
  const { store, ids } = deletion;
  const sendAll = async () => {
    for (let done = 0; done < ids.length; done += AT_ONCE) {
      const part = ids.slice(done, done + AT_ONCE);
      store.revised(await sendPart(store.appId, part));
      for (const id of part) store.hiddenIds.delete(id);
      store.model.remove(part);
    }
  };
  try {
    await store.change(sendAll);
    store.changed();
  } catch (error) {
    shownAgain(deletion);
    refused(store, deletion.failed, error);
    throw error;
  } finally {
    waiting.delete(deletion);
  }
}

/** Returns the revision that it left. */
async function sendPart(appId: string, ids: string[]): Promise<string | null> {
  const body = JSON.stringify({ ids });
  const headers = { "Content-Type": "application/json" };
  const path = `/console/api/apps/${appId}/assets/nodes/delete`;
  const keepalive = body.length < KEEPALIVE_BYTES;
  const response = await apiFetch(path, { method: "POST", body, headers, keepalive });
  if (!response.ok) throw await errorOf(response);
  return response.headers.get("X-Tree-Revision");
}

const settleQuietly = () => void settleDeletes().catch(() => {});

// Another tab, another program or another page may read the draft as soon as this one is left.
if (typeof addEventListener === "function") {
  addEventListener("pagehide", settleQuietly);
  addEventListener("blur", () => !document.hasFocus() && settleQuietly());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && settleQuietly());
  addEventListener("beforeunload", (event) => {
    settleQuietly();
    if ([...waiting].some(({ ids }) => JSON.stringify(ids).length > KEEPALIVE_BYTES)) event.preventDefault();
  });
}
