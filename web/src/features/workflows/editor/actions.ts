// What can be done in the editor, by button, menu or key.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { copyText, toasts } from "@/ui";
import { sizeOf } from "../canvas/sizes";
import { containersOf, isContainer, NOTE, parentOf } from "../graph/document";
import { disconnect, fragmentOf, insert, move, type Place, remove } from "../graph/edits";
import { grouped, isGroup, ungrouped } from "../graph/groups";
import { rowsOf, stepFrom, type Way } from "../graph/order";
import { fromYaml, toYaml } from "../graph/yaml";
import { placeFor, titleFor } from "./adding";
import { useStore } from "./context";
import type { EditorStore } from "./store";
import { type EditorUi, useUi } from "./ui";

export type Actions = ReturnType<typeof actionsOf>;
type T = ReturnType<typeof useTranslation<"workflows">>["t"];

export function useActions(): Actions {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  return useMemo(() => actionsOf(store, ui, t), [store, ui, t]);
}

function actionsOf(store: EditorStore, ui: EditorUi, t: T) {
  const chosen = () => [...store.view.selected];
  const put = (part: Parameters<typeof insert>[1], by: Place, parent?: string) => {
    let roots: string[] = [];
    store.edit((graph) => {
      const done = insert(graph, part, by, parent);
      roots = done.roots;
      return done.graph;
    });
    store.choose(roots);
    if (roots[0]) ui.go(roots[0]);
    store.choose(roots);
  };
  return {
    add() {
      if (store.readOnly) return;
      const [edge] = ui.edges;
      const line = store.graph.edges.find(({ id }) => id === edge);
      if (line) ui.open({ what: "add", from: line.source, handle: line.sourceHandle, edge: line.id });
      else ui.open({ what: "add", from: store.view.current });
    },
    connect() {
      if (!store.readOnly && store.view.current) ui.open({ what: "connect", from: store.view.current });
    },
    remove() {
      const edges = [...ui.edges];
      if (edges.length > 0) {
        store.edit((graph) => disconnect(graph, edges));
        return ui.chooseEdges([]);
      }
      const ids = chosen();
      const { current } = store.view;
      const next = current && (stepFrom(store.graph, current, "previous") ?? stepFrom(store.graph, current, "next"));
      store.edit((graph) => ungrouped(remove(graph, ids), []));
      if (next && store.node(next) && store.view.current === null) store.choose([next]);
    },
    duplicate() {
      const part = fragmentOf(store.graph, chosen());
      const [first] = part.nodes;
      if (!first || store.readOnly) return;
      const lowest = Math.max(...part.nodes.map((node) => node.position.y + sizeOf(node).height));
      put(part, { x: 0, y: lowest - first.position.y + 40 }, parentOf(first));
    },
    async copy() {
      const part = fragmentOf(store.graph, chosen());
      if (part.nodes.length === 0) return;
      const done = await copyText(await toYaml(part));
      ui.focus();
      const title = done ? t("editor.copied", { count: part.nodes.length }) : t("copyFailed");
      toasts.show({ kind: done ? "success" : "error", title });
    },
    async paste(text: string) {
      if (store.readOnly) return;
      const part = await fromYaml(text);
      if (!part) return void toasts.show({ kind: "error", title: t("editor.notPasted") });
      const current = store.node(store.view.current);
      const within = current && parentOf(current);
      put(part, placeFor(store.graph, part, within, ui.middle()), within);
    },
    async tidy() {
      const { tidied } = await import("../graph/layout");
      store.edit((graph) => tidied(graph, (node) => sizeOf(node)));
      ui.fit();
    },
    all: () => store.choose(store.graph.nodes.map(({ id }) => id)),
    fold() {
      const node = store.node(store.view.current);
      if (node && (isContainer(node) || isGroup(node))) store.fold(node.id);
    },
    nudge(by: Place) {
      const places = new Map(
        chosen().flatMap((id) => {
          const node = store.node(id);
          return node ? [[id, { x: node.position.x + by.x, y: node.position.y + by.y }] as const] : [];
        }),
      );
      store.edit((graph) => move(graph, places), `nudge ${[...places.keys()].join()}`);
    },
    /** Along an edge, or to another branch. `more`: beside what is chosen already. */
    step(way: Way, more: boolean) {
      const { current } = store.view;
      const first = rowsOf(store.graph)[0]?.node.id;
      const next = current === null ? first : stepFrom(store.graph, current, way);
      if (!next) return;
      // What is inside something folded is not there to be chosen.
      const shut = containersOf(store.graph, next).find(({ id }) => store.view.folded.has(id));
      if (shut) store.fold(shut.id, false);
      ui.go(next);
      if (more) store.choose([...store.view.selected, ...(current ? [current] : []), next]);
    },
    /** Those that are chosen become a group; a group that is chosen is one no more. */
    group() {
      const ids = chosen();
      const groups = ids.filter((id) => isGroup(store.node(id)!));
      if (groups.length > 0) return store.edit((graph) => ungrouped(graph, groups));
      store.edit((graph) => grouped(graph, ids, titleFor(graph, t("editor.group"))));
    },
    /** Something to be read beside the graph; one writes at once. */
    note() {
      if (store.readOnly) return;
      const data = { type: "", title: titleFor(store.graph, t("editor.note")), text: "" };
      const part = { nodes: [{ id: "note", type: NOTE, position: { x: 0, y: 0 }, data }], edges: [] };
      put(part, placeFor(store.graph, part, undefined, ui.middle()));
      ui.showPanel(store.view.current, true);
    },
    undo: () => store.undo(),
    redo: () => store.redo(),
  };
}
