// The tree of an app as the page holds it. Plain data: what is shown and what is asked of the server stands elsewhere.
import type { Schemas } from "@/api";

export type TreeNode = Omit<Schemas["FlatNode"], "path" | "extension" | "order">;
type Id = string;
type Undo = () => void;

/** `after`: the sibling in front; null: first. */
export type Place = { ids: Id[]; parent: Id | null; after: Id | null };
export type Sum = { folders: number; files: number; bytes: number };

const NONE: readonly Id[] = [];

/** Two names that the server takes for one have the same key. */
export function nameKey(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
}

export class TreeModel {
  revision = 0;
  private readonly nodes = new Map<Id, TreeNode>();
  private readonly inside = new Map<Id | null, Id[]>();
  /** Taken away on the page, not yet on the server. */
  private readonly hidden = new Set<Id>();

  get size(): number {
    return this.nodes.size;
  }

  get(id: Id | null): TreeNode | undefined {
    return id === null ? undefined : this.nodes.get(id);
  }

  /** Nodes in the order in which siblings are shown; a folder before what it holds. */
  add(nodes: readonly TreeNode[]): void {
    for (const node of nodes) {
      this.nodes.set(node.id, node);
      const siblings = this.inside.get(node.parent_id);
      if (siblings) siblings.push(node.id);
      else this.inside.set(node.parent_id, [node.id]);
    }
  }

  children(parent: Id | null): readonly Id[] {
    const all = this.inside.get(parent) ?? NONE;
    return this.hidden.size === 0 ? all : all.filter((id) => !this.hidden.has(id));
  }

  all(): IterableIterator<TreeNode> {
    return this.nodes.values();
  }

  /** The folders that a node lies in, the outermost first. */
  ancestors(id: Id): Id[] {
    const found: Id[] = [];
    for (let node = this.nodes.get(id); node?.parent_id; node = this.nodes.get(node.parent_id)) {
      found.unshift(node.parent_id);
    }
    return found;
  }

  path(id: Id | null): string {
    if (id === null || !this.nodes.has(id)) return "/";
    return `/${[...this.ancestors(id), id].map((one) => this.nodes.get(one)?.name ?? "").join("/")}`;
  }

  /** Whether a node, or a folder around it, is taken away. */
  isHidden(id: Id): boolean {
    return this.hidden.size > 0 && [id, ...this.ancestors(id)].some((one) => this.hidden.has(one));
  }

  contains(folder: Id, id: Id | null): boolean {
    return id !== null && (folder === id || this.ancestors(id).includes(folder));
  }

  /** Without those that lie inside another one of them. */
  outermost(ids: readonly Id[]): Id[] {
    const chosen = new Set(ids);
    return ids.filter((id) => this.nodes.has(id) && !this.ancestors(id).some((one) => chosen.has(one)));
  }

  childNamed(parent: Id | null, name: string): TreeNode | undefined {
    const key = nameKey(name);
    const id = this.children(parent).find((one) => nameKey(this.nodes.get(one)?.name ?? "") === key);
    return this.get(id ?? null);
  }

  /** The folder that a typed path such as `a/b.md` leads into, as far as it is there. */
  folderOn(from: Id | null, typed: string): Id | null {
    let at = typed.startsWith("/") ? null : from;
    for (const name of typed.split("/").slice(0, -1)) if (name) at = this.childNamed(at, name)?.id ?? at;
    return at;
  }

  /** `notes (1).md` where `notes.md` is taken. */
  freeName(parent: Id | null, name: string): string {
    const dot = name.lastIndexOf(".");
    const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
    let free = name;
    for (let number = 1; this.childNamed(parent, free); number++) free = `${stem} (${number})${end}`;
    return free;
  }

  /** What the nodes are and hold, themselves included. */
  sum(ids: readonly Id[]): Sum {
    const sum = { folders: 0, files: 0, bytes: 0 };
    const open = this.outermost(ids);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const node = this.nodes.get(id);
      if (node?.node_type === "folder") {
        sum.folders++;
        for (const child of this.children(id)) open.push(child);
      } else if (node) {
        sum.files++;
        sum.bytes += node.size;
      }
    }
    return sum;
  }

  hide(ids: readonly Id[]): Undo {
    for (const id of ids) this.hidden.add(id);
    return () => {
      for (const id of ids) this.hidden.delete(id);
    };
  }

  remove(ids: readonly Id[]): void {
    const open = [...ids];
    for (const id of ids) this.detach(id);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      open.push(...(this.inside.get(id) ?? NONE));
      this.inside.delete(id);
      this.nodes.delete(id);
      this.hidden.delete(id);
    }
  }

  put(node: TreeNode): void {
    const known = this.nodes.get(node.id);
    if (known) this.nodes.set(node.id, { ...node, parent_id: known.parent_id });
    else this.add([node]);
  }

  rename(id: Id, name: string): Undo {
    const before = this.nodes.get(id);
    if (!before) return () => {};
    this.nodes.set(id, { ...before, name });
    return () => {
      const now = this.nodes.get(id);
      if (now) this.nodes.set(id, { ...now, name: before.name });
    };
  }

  /** Put nodes into a folder behind `after`; null: first, undefined: last. */
  move(ids: readonly Id[], parent: Id | null, after?: Id | null): Undo {
    const folders = new Set<Id | null>([parent, ...ids.map((id) => this.nodes.get(id)?.parent_id ?? null)]);
    const before = new Map([...folders].map((folder) => [folder, [...(this.inside.get(folder) ?? NONE)]]));
    const parents = new Map(ids.map((id) => [id, this.nodes.get(id)?.parent_id ?? null]));
    for (const id of ids) this.detach(id);
    const siblings = this.inside.get(parent) ?? [];
    const at = after === undefined ? siblings.length : after === null ? 0 : siblings.indexOf(after) + 1;
    siblings.splice(at, 0, ...ids);
    this.inside.set(parent, siblings);
    for (const id of ids) this.adopt(id, parent);
    return () => {
      for (const [folder, kept] of before) this.inside.set(folder, kept);
      for (const [id, folder] of parents) this.adopt(id, folder);
    };
  }

  /** Where nodes lie, in runs that were side by side, so that `move` can put each run back. */
  places(ids: readonly Id[]): Place[] {
    const chosen = new Set(ids);
    const places: Place[] = [];
    for (const parent of new Set(ids.map((id) => this.nodes.get(id)?.parent_id ?? null))) {
      let after: Id | null = null;
      for (const id of this.children(parent)) {
        const last = places.at(-1);
        if (!chosen.has(id)) after = id;
        else if (last && last.parent === parent && last.after === after) last.ids.push(id);
        else places.push({ ids: [id], parent, after });
      }
    }
    return places;
  }

  private adopt(id: Id, parent: Id | null): void {
    const node = this.nodes.get(id);
    if (node) this.nodes.set(id, { ...node, parent_id: parent });
  }

  private detach(id: Id): void {
    const siblings = this.inside.get(this.nodes.get(id)?.parent_id ?? null);
    const at = siblings?.indexOf(id) ?? -1;
    if (at >= 0) siblings?.splice(at, 1);
  }
}
