import type { KeyboardEvent } from "react";
import { toasts } from "@/ui";
import { type ExplorerStore, useExplorer } from "../explorer/store";
import { useVerbs, type Verbs } from "../explorer/verbs";

const PAGE = 15;
let typed = "";
let typedAt = 0;

type Scene = {
  store: ExplorerStore;
  verbs: Verbs;
  editable: boolean;
  openMenu: () => void;
};

/** The tree by keyboard. */
export function useTreeKeys(editable: boolean, openMenu: () => void) {
  const store = useExplorer();
  const verbs = useVerbs();
  return (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const scene = { store, verbs, editable, openMenu };
    if (go(event, scene) || act(event, scene) || seek(event, scene)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}

function go(event: KeyboardEvent, { store }: Scene): boolean {
  if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== " ")) return false;
  const rows = store.rows();
  const at = rows.findIndex((row) => row.id === store.active);
  const to = (place: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, place))];
    if (row) store.select(row.id, event.shiftKey ? "range" : "only");
    return true;
  };
  const node = store.model.get(store.active);
  const folder = node?.node_type === "folder" && !store.query;
  switch (event.key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return to(at - 1);
    case "Home":
      return to(0);
    case "End":
      return to(rows.length - 1);
    case "PageDown":
      return to(at + PAGE);
    case "PageUp":
      return to(at - PAGE);
    case "ArrowRight":
      if (folder && !store.expanded.has(node.id)) store.toggle(node.id, true);
      else if (folder && rows[at + 1]?.depth === (rows[at]?.depth ?? 0) + 1) to(at + 1);
      return true;
    case "ArrowLeft":
      if (folder && store.expanded.has(node.id)) store.toggle(node.id, false);
      else if (node?.parent_id && !store.query) store.select(node.parent_id);
      return true;
    case " ":
      if (store.active) store.select(store.active, "toggle");
      return true;
    case "Enter":
      if (node?.node_type === "folder" && store.query) store.reveal(node.id);
      else if (node?.node_type === "folder") store.toggle(node.id);
      else if (node) store.set({ opened: node.id, line: null });
      return true;
    default:
      return false;
  }
}

function act(event: KeyboardEvent, { store, verbs, editable, openMenu }: Scene): boolean {
  const id = store.active;
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) return done(openMenu);
  if (key === "Escape") return done(() => store.set(store.clipboard ? { clipboard: null } : { query: "" }));
  if (id && control && event.shiftKey && key === "c") return done(() => void verbs.copyPath(store.targets(id)));
  if (id && control && key === "c")
    return done(() => store.set({ clipboard: { verb: "copy", ids: store.targets(id) } }));
  if (control && key === "a") {
    return done(() => {
      store.selected = new Set(store.rows().map((row) => row.id));
      store.changed();
    });
  }
  if (!editable) return false;
  if (control && key === "v" && store.clipboard) return done(() => void verbs.paste(store.folderFor(id)));
  if (control && key === "z") return done(undoLast);
  if (!id) return false;
  if (key === "F2") return done(() => store.set({ renaming: id }));
  if (key === "Delete" || (key === "Backspace" && event.metaKey)) return done(() => verbs.remove(store.targets(id)));
  if (control && key === "x") return done(() => store.set({ clipboard: { verb: "move", ids: store.targets(id) } }));
  if (control && key === "d") return done(() => void verbs.duplicate(store.targets(id)));
  if (event.altKey && key === "ArrowUp") return done(() => void verbs.shift(id, -1));
  if (event.altKey && key === "ArrowDown") return done(() => void verbs.shift(id, 1));
  return false;
}

/** Typed letters lead to the next row that begins with them. */
function seek(event: KeyboardEvent, { store }: Scene): boolean {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
  const now = Date.now();
  typed = now - typedAt < 700 ? typed + event.key.toLowerCase() : event.key.toLowerCase();
  typedAt = now;
  const rows = store.rows();
  const from = rows.findIndex((row) => row.id === store.active) + (typed.length === 1 ? 1 : 0);
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(from + step) % rows.length];
    if (row && store.model.get(row.id)?.name.toLowerCase().startsWith(typed)) {
      store.select(row.id);
      return true;
    }
  }
  return true;
}

/** What the latest message offers to take back. */
function undoLast(): void {
  toasts
    .all()
    .findLast((toast) => toast.action)
    ?.action?.onClick();
}

function done(act: () => void): true {
  act();
  return true;
}
