import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, WorstMark } from "../canvas/Card";
import { NodeIcon } from "../canvas/NodeIcon";
import { noteText } from "../canvas/noteText";
import { StateMark } from "../canvas/StateMark";
import { summaryOf } from "../canvas/sizes";
import { containersOf, isContainer, isNote, nodeOf, outsOf } from "../graph/document";
import { type Row as GraphRow, rowsOf } from "../graph/order";
import type { Worst } from "../graph/problems";
import type { Graph } from "../graph/types";
import { handlesOf, kindOf } from "../kinds/registry";
import { handleText, nodeKind } from "../kinds/words";
import { useNodeState } from "../running/states";
import { useEditor, useStore } from "./context";
import { useUi } from "./ui";
import { useKeys } from "./useKeys";

export const rowId = (id: string) => `row-${id}`;
const HEIGHT = 56;

/** The same graph as a tree, in the order of its edges: read, edited and walked through without a canvas. */
export function Outline({ handle }: { handle: Ref<HTMLElement> }) {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const graph = useEditor((each) => each.graph);
  const view = useEditor((each) => each.view);
  const worst = useEditor((each) => each.worstOf());
  const scroller = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => scroller.current!);
  const rows = useMemo(
    () => rowsOf(graph).filter(({ node }) => !containersOf(graph, node.id).some(({ id }) => view.folded.has(id))),
    [graph, view.folded],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
  });
  const at = rows.findIndex(({ node }) => node.id === view.current);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  // Up and down go from row to row, as in any tree; to the sides, along the edges.
  const keys = useKeys((event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const current = rows[at]?.node;
    if (!step) {
      if (event.key !== "ArrowRight" || !current || !view.folded.has(current.id)) return false;
      store.fold(current.id, false);
      return true;
    }
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    if (next) store.choose(event.shiftKey ? [...view.selected, next.node.id] : [next.node.id]);
    return true;
  });
  return (
    <div
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={t("editor.outline")}
      aria-multiselectable
      aria-activedescendant={at >= 0 ? rowId(view.current!) : undefined}
      className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      onFocus={({ currentTarget }) => {
        if (!view.current && rows[0] && currentTarget.matches(":focus-visible")) store.choose([rows[0].node.id]);
      }}
      {...keys}
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <Row
                key={row.node.id}
                row={row}
                graph={graph}
                top={item.start}
                folded={view.folded.has(row.node.id)}
                selected={view.selected.has(row.node.id)}
                current={view.current === row.node.id}
                worst={worst.get(row.node.id)}
                onChoose={(more) => store.choose(more ? [...view.selected, row.node.id] : [row.node.id])}
                onOpen={() => ui.showPanel(row.node.id)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

type RowProps = {
  row: GraphRow;
  graph: Graph;
  top: number;
  folded: boolean;
  selected: boolean;
  current: boolean;
  worst: Worst | undefined;
  onChoose: (more: boolean) => void;
  onOpen: () => void;
};

function Row({ row, graph, top, folded, selected, current, worst, onChoose, onOpen }: RowProps) {
  const { t } = useTranslation("workflows");
  const { node, level } = row;
  const state = useNodeState(node.id);
  const kind = nodeKind(t, node);
  const summary = isNote(node) ? noteText(node.data.text) : summaryOf(node);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the tree's
    // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus and names the current row
    <div
      id={rowId(node.id)}
      role="treeitem"
      aria-level={level}
      aria-selected={selected}
      aria-expanded={isContainer(node) ? !folded : undefined}
      className={clsx(
        "absolute inset-x-0 flex cursor-default items-center gap-3 border-b border-line pr-4",
        selected ? "bg-accent-soft" : "hover:bg-hover",
        current && "outline-2 -outline-offset-2 outline-focus",
      )}
      style={{ top, height: HEIGHT, paddingLeft: 16 + (level - 1) * 24 }}
      onClick={(event) => {
        const more = event.shiftKey || event.metaKey || event.ctrlKey;
        onChoose(more);
        if (!more) onOpen();
      }}
    >
      <NodeIcon kind={kindOf(node.data.type)} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{nameOf(node, kind)}</span>
        <span className="block truncate text-xs text-muted">
          {[summary, leadsTo(graph, node.id, t)].filter(Boolean).join(" ")}
        </span>
      </span>
      <WorstMark worst={worst} />
      <StateMark state={state} />
    </div>
  );
}

type T = ReturnType<typeof useTranslation<"workflows">>["t"];

/** Where its edges go, in words. */
function leadsTo(graph: Graph, id: string, t: T): string {
  const node = nodeOf(graph, id);
  if (!node) return "";
  const handles = new Map(handlesOf(node.data).map((handle) => [handle.id, handle]));
  return outsOf(graph, id)
    .map(({ sourceHandle, target }) => {
      const title = nodeOf(graph, target)?.data.title ?? target;
      const handle = handles.get(sourceHandle);
      return handles.size > 1 && handle ? `${handleText(t, handle)} → ${title}` : `→ ${title}`;
    })
    .join(" · ");
}
