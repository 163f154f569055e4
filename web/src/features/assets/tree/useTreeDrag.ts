import { type DragEvent, useState } from "react";
import { dropped } from "../bring/picking";
import { type ExplorerStore, useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";

/** Where what is dragged would go. `at` null: the top; `edge`: between rows, else into a folder. */
export type Aim = { at: string | null; edge: "before" | "after" | null };

const OURS = "application/x-treeline-nodes";
let dragged: string[] = [];

const fromOutside = (event: DragEvent) => event.dataTransfer.types.includes("Files");
const ours = (event: DragEvent) => event.dataTransfer.types.includes(OURS);

/** Rows are dragged to move them; files and folders are dropped from outside. */
export function useTreeDrag(editable: boolean) {
  const store = useExplorer();
  const verbs = useVerbs();
  const [aim, setAim] = useState<Aim | null>(null);
  const start = (event: DragEvent, id: string) => {
    dragged = store.targets(id);
    event.dataTransfer.setData(OURS, dragged.join());
    event.dataTransfer.setData("text/plain", dragged.map((one) => store.model.path(one)).join("\n"));
    event.dataTransfer.effectAllowed = "move";
  };
  const over = (event: DragEvent, id: string | null) => {
    if (!editable || !(ours(event) || fromOutside(event))) return;
    event.stopPropagation();
    const next = aimed(event, store, id);
    if (ours(event) && !possible(store, next)) return setAim(null);
    event.preventDefault();
    event.dataTransfer.dropEffect = ours(event) ? "move" : "copy";
    if (next.at !== aim?.at || next.edge !== aim.edge) setAim(next);
  };
  const drop = async (event: DragEvent, id: string | null) => {
    if (!editable || !(ours(event) || fromOutside(event))) return;
    event.preventDefault();
    event.stopPropagation();
    const { at, edge } = aimed(event, store, id);
    setAim(null);
    if (ours(event)) {
      const parent = edge ? (store.model.get(at)?.parent_id ?? null) : at;
      return verbs.move(dragged, parent, edge ? placeBeside(store, at, edge) : undefined);
    }
    const reading = dropped(event.dataTransfer);
    store.set({ bringing: { parent: store.folderFor(at), reading } });
  };
  const leave = (event: DragEvent) => {
    if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setAim(null);
  };
  return { aim, start, over, drop, leave, end: () => setAim(null) };
}

function aimed(event: DragEvent, store: ExplorerStore, id: string | null): Aim {
  const node = store.model.get(id);
  if (!node) return { at: null, edge: null };
  if (fromOutside(event)) return { at: store.folderFor(id), edge: null };
  const box = event.currentTarget.getBoundingClientRect();
  const part = (event.clientY - box.top) / box.height;
  if (store.query) return { at: store.folderFor(id), edge: null };
  if (node.node_type === "folder") {
    if (part > 0.25 && (part < 0.75 || store.expanded.has(node.id))) return { at: node.id, edge: null };
    return { at: node.id, edge: part < 0.5 ? "before" : "after" };
  }
  return { at: node.id, edge: part < 0.5 ? "before" : "after" };
}

function possible(store: ExplorerStore, { at, edge }: Aim): boolean {
  const parent = edge ? (store.model.get(at)?.parent_id ?? null) : at;
  return !dragged.some((id) => store.model.contains(id, parent)) && !(edge && at && dragged.includes(at));
}

function placeBeside(store: ExplorerStore, at: string | null, edge: "before" | "after"): string | null {
  if (edge === "after") return at;
  const siblings = store.model.children(store.model.get(at)?.parent_id ?? null).filter((id) => !dragged.includes(id));
  return siblings[siblings.indexOf(at ?? "") - 1] ?? null;
}
