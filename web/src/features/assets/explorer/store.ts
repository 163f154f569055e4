// What the explorer of one app shows: its tree, what is open, chosen, renamed, cut. React reads it by `useExplorer`.
import { createContext, useContext, useSyncExternalStore } from "react";
import { queryClient } from "@/api";
import type { Picked } from "../local/files";
import { ofDraft } from "../queries";
import { loadTree } from "./load";
import { nameKey, TreeModel } from "./model";

export type Row = { id: string; depth: number; place: number; siblings: number };
/** Names that are taken where something was to go, and how it can go on. */
export type Clash =
  | { verb: "rename"; id: string; name: string; suggestion: string }
  | { verb: "move"; ids: string[]; parent: string | null; taken: string[] };
export type Clipboard = { verb: "move" | "copy"; ids: string[] };

export class ExplorerStore {
  model = new TreeModel();
  loaded = false;
  loading = false;
  error: unknown = null;
  expanded = new Set<string>();
  selected = new Set<string>();
  /** The row that keys act on. */
  active: string | null = null;
  renaming: string | null = null;
  opened: string | null = null;
  /** Where the editor of the file that is opened begins. */
  line: number | null = null;
  query = "";
  /** What the query is looked for in. */
  searchIn: "names" | "contents" = "names";
  /** Names as they were typed that the server did not take, and why: shown again, not lost. */
  readonly drafts = new Map<string, { text: string; error?: string }>();
  clipboard: Clipboard | null = null;
  clash: Clash | null = null;
  /** What was dropped or chosen, and into which folder it shall go. */
  bringing: { parent: string | null; reading: Promise<Picked> } | null = null;
  /** Nodes for which a folder is being chosen. */
  moving: string[] | null = null;
  /** Nodes whose deletion waits for the end of its toast. */
  readonly hiddenIds = new Set<string>();
  private etag: string | null = null;
  private reading: Promise<void> | null = null;
  private again = false;
  /** How many changes were sent from here, and those that have not ended. */
  private changes = 0;
  private readonly underWay = new Set<Promise<unknown>>();
  private last: Promise<unknown> = Promise.resolve();
  private anchor: string | null = null;
  private version = 0;
  private kept: { version: number; rows: Row[] } | null = null;
  private keptPending: { model: TreeModel; ids: string[] } | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(readonly appId: string) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  getVersion = () => this.version;

  changed(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }

  set(
    part: Partial<
      Pick<
        ExplorerStore,
        "renaming" | "query" | "searchIn" | "clipboard" | "opened" | "line" | "clash" | "bringing" | "moving"
      >
    >,
  ): void {
    Object.assign(this, part);
    this.changed();
  }

  /** Ask the server for the tree as it is now; what is open and chosen stays. */
  load(): Promise<void> {
    if (this.reading) this.again = true;
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    this.loading = true;
    this.error = null;
    this.changed();
    try {
      do {
        await Promise.allSettled(this.underWay);
        this.again = false;
        const before = this.changes;
        const found = await loadTree(this.appId, this.etag);
        // Read while one of our changes was on its way: it may lack what is shown already.
        if (before !== this.changes) this.again = true;
        else if (found) this.take(found.model, found.etag);
      } while (this.again);
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  private take(model: TreeModel, etag: string | null): void {
    for (const id of this.hiddenIds) if (model.get(id)) model.hide([id]);
    this.model = model;
    this.etag = etag;
    this.loaded = true;
    const gone = (id: string | null) => id !== null && !model.get(id);
    for (const id of [...this.selected]) if (gone(id)) this.selected.delete(id);
    if (gone(this.active)) this.active = null;
    if (gone(this.renaming)) this.renaming = null;
  }

  /** Send a change: the tree is not read until it has ended. */
  async change<T>(send: () => Promise<T>): Promise<T> {
    this.changes++;
    const sent = send();
    this.underWay.add(sent);
    try {
      return await sent;
    } finally {
      this.underWay.delete(sent);
    }
  }

  /** Send a change when those made before it have ended: a node that is renamed twice has the second name. */
  inTurn<T>(send: () => Promise<T>): Promise<T> {
    const sent = this.last.then(send);
    this.last = sent.catch(() => {});
    return this.change(() => sent);
  }

  /** A change of ours made this revision; if others changed the tree meanwhile, it is read anew. */
  revised(header: string | null): void {
    const revision = Number(header);
    if (!header || revision === this.model.revision) return;
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => ofDraft(this.appId, queryKey) });
    if (revision === this.model.revision + 1) {
      this.model.revision = revision;
      this.etag = this.etag && `"${revision}"`;
    } else void this.load();
  }

  rows(): Row[] {
    if (this.kept?.version !== this.version) this.kept = { version: this.version, rows: this.listed() };
    return this.kept.rows;
  }

  private listed(): Row[] {
    if (this.query.trim() && this.searchIn === "names") return this.found(this.query.trim());
    const rows: Row[] = [];
    const open: { ids: readonly string[]; at: number; depth: number }[] = [
      { ids: this.model.children(null), at: 0, depth: 0 },
    ];
    for (let level = open.at(-1); level; level = open.at(-1)) {
      const id = level.ids[level.at++];
      if (id === undefined) {
        open.pop();
        continue;
      }
      rows.push({ id, depth: level.depth, place: level.at, siblings: level.ids.length });
      if (this.expanded.has(id)) open.push({ ids: this.model.children(id), at: 0, depth: level.depth + 1 });
    }
    return rows;
  }

  private found(query: string): Row[] {
    const ids: string[] = [];
    const key = nameKey(query);
    // With a slash it is a part of a path.
    const inPath = key.includes("/");
    for (const node of this.model.all()) {
      const text = inPath ? nameKey(this.model.path(node.id)) : node.name.toLowerCase();
      if (text.includes(key) && !this.model.isHidden(node.id)) ids.push(node.id);
    }
    return ids.map((id, at) => ({ id, depth: 0, place: at + 1, siblings: ids.length }));
  }

  /** Files whose bytes are awaited. */
  pending(): string[] {
    if (this.keptPending?.model !== this.model) {
      const ids: string[] = [];
      for (const node of this.model.all()) if (node.status === "pending") ids.push(node.id);
      this.keptPending = { model: this.model, ids };
    }
    return this.keptPending.ids.filter((id) => this.model.get(id) && !this.model.isHidden(id));
  }

  toggle(id: string, open = !this.expanded.has(id)): void {
    if (open) this.expanded.add(id);
    else this.expanded.delete(id);
    this.changed();
  }

  expandAll(): void {
    for (const node of this.model.all()) if (node.node_type === "folder") this.expanded.add(node.id);
    this.changed();
  }

  collapseAll(): void {
    this.expanded.clear();
    this.changed();
  }

  /** Open what an address names: a file, at a line, or a folder; null: nothing. */
  open(id: string | null, line: number | null = null): void {
    const node = this.model.get(id);
    Object.assign(this, { opened: node?.node_type === "folder" ? null : id, line });
    this.changed();
    if (!id || !node || this.model.isHidden(id)) return;
    // A search goes on; the tree behind it is open at the place.
    for (const folder of this.model.ancestors(id)) this.expanded.add(folder);
    this.select(id);
  }

  /** Open a folder that was brought in alone: what is in it is what the person looks for. */
  showInside(parent: string | null, names: string[]): void {
    const [name] = names;
    const node = names.length === 1 && name ? this.model.childNamed(parent, name) : undefined;
    if (node?.node_type === "folder") this.toggle(node.id, true);
  }

  /** Show a node: its folders are opened, and it is chosen. */
  reveal(id: string): void {
    for (const folder of this.model.ancestors(id)) this.expanded.add(folder);
    this.query = "";
    this.select(id);
  }

  select(id: string | null, how: "only" | "toggle" | "range" = "only"): void {
    if (id === null) {
      this.selected.clear();
    } else if (how === "toggle") {
      if (!this.selected.delete(id)) this.selected.add(id);
      this.anchor = id;
    } else if (how === "range" && this.anchor) {
      const rows = this.rows();
      const [one, other] = [rows.findIndex((row) => row.id === this.anchor), rows.findIndex((row) => row.id === id)];
      const range = rows.slice(Math.min(one, other), Math.max(one, other) + 1);
      this.selected = new Set(range.map((row) => row.id));
    } else {
      this.selected = new Set([id]);
      this.anchor = id;
    }
    this.active = id;
    this.changed();
  }

  /** What a verb on this node acts on: all that is chosen, if it is one of them. */
  targets(id: string): string[] {
    if (!this.selected.has(id)) return [id];
    const shown = new Map(this.rows().map((row, at) => [row.id, at]));
    const ids = [...this.selected].sort((one, other) => (shown.get(one) ?? 0) - (shown.get(other) ?? 0));
    return this.model.outermost(ids);
  }

  /** Where something new goes that is made on this node: into a folder, beside a file. */
  folderFor(id: string | null): string | null {
    const node = this.model.get(id);
    return node?.node_type === "folder" ? node.id : (node?.parent_id ?? null);
  }
}

const stores = new Map<string, ExplorerStore>();

/** One for each app and visit: coming back to the page finds it as it was left. */
export function explorerOf(appId: string): ExplorerStore {
  let store = stores.get(appId);
  if (!store) {
    store = new ExplorerStore(appId);
    stores.clear();
    stores.set(appId, store);
  }
  return store;
}

export const ExplorerContext = createContext<ExplorerStore | null>(null);

export function useExplorer(): ExplorerStore {
  const store = useContext(ExplorerContext);
  if (!store) throw new Error("outside the explorer");
  useSyncExternalStore(store.subscribe, store.getVersion);
  return store;
}
