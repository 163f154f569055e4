import clsx from "clsx";
import { ChevronRight, MoreHorizontal } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { NodeIcon } from "../explorer/NodeIcon";
import { type Row, useExplorer } from "../explorer/store";
import { FoundName } from "../found/FoundName";
import { useUnsaved } from "../preview/buffers";
import { NameInput } from "./NameInput";
import type { useTreeDrag } from "./useTreeDrag";

type Props = {
  row: Row;
  top: number;
  height: number;
  editable: boolean;
  drag: ReturnType<typeof useTreeDrag>;
  onMenu: (id: string, x: number, y: number) => void;
};

export function TreeRow({ row, top, height, editable, drag, onMenu }: Props) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const unsaved = useUnsaved(row.id);
  const node = store.model.get(row.id);
  if (!node) return null;
  const folder = node.node_type === "folder";
  const searched = store.searchIn === "names" ? store.query.trim() : "";
  const open = folder && store.expanded.has(node.id) && !searched;
  const renaming = store.renaming === node.id;
  const aim = drag.aim?.at === node.id ? drag.aim : null;
  const click = (event: MouseEvent) => {
    const how = event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "toggle" : "only";
    store.select(node.id, how);
    if (how !== "only") return;
    if (!folder) store.set({ opened: node.id, line: null });
    else if (searched) store.reveal(node.id);
    else store.toggle(node.id);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus, also when this row goes
    <div
      id={`node-${node.id}`}
      role="treeitem"
      // While it is named, its field and the reason beside it say what it is.
      aria-label={renaming ? undefined : t(unsaved ? "explorer.fileUnsaved" : "explorer.file", { name: node.name })}
      aria-level={row.depth + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-expanded={folder ? open : undefined}
      aria-selected={store.selected.has(node.id)}
      data-path={store.model.path(node.id)}
      draggable={editable && !renaming}
      className={clsx(
        renaming && "z-10",
        "group absolute inset-x-0 flex items-center gap-1.5 pr-2 text-sm select-none",
        aim?.edge === null || store.selected.has(node.id) ? "bg-accent-soft" : "hover:bg-hover",
        aim?.edge === "before" && "shadow-[inset_0_2px_0_var(--color-accent)]",
        aim?.edge === "after" && "shadow-[inset_0_-2px_0_var(--color-accent)]",
        store.active === node.id && "ring-1 ring-line-strong ring-inset",
        store.clipboard?.verb === "move" && store.clipboard.ids.includes(node.id) && "opacity-50",
      )}
      style={{ top, height, paddingLeft: 8 + row.depth * 14 }}
      onClick={click}
      onDoubleClick={() => editable && !searched && !folder && store.set({ renaming: node.id })}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onMenu(node.id, event.clientX, event.clientY);
      }}
      onDragStart={(event) => drag.start(event, node.id)}
      onDragOver={(event) => drag.over(event, node.id)}
      onDrop={(event) => void drag.drop(event, node.id)}
      onDragEnd={drag.end}
    >
      <ChevronRight
        aria-hidden
        size={14}
        className={clsx("shrink-0 text-muted transition-transform", !folder && "invisible", open && "rotate-90")}
      />
      <NodeIcon node={node} open={open} />
      {renaming ? (
        <NameInput node={node} />
      ) : (
        <span className="min-w-0 flex-1 truncate" title={searched ? store.model.path(node.id) : node.name}>
          {searched ? (
            <FoundName name={node.name} folder={store.model.path(node.parent_id)} query={searched} />
          ) : (
            node.name
          )}
        </span>
      )}
      {unsaved && <span aria-hidden className="size-2 shrink-0 rounded-full bg-warn-ink" />}
      {node.status === "pending" && (
        <span className="text-xs whitespace-nowrap text-muted">{t("explorer.awaited")}</span>
      )}
      {!renaming && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t("explorer.more", { name: node.name })}
          className="-mr-1 shrink-0 rounded p-1 text-muted opacity-0 group-hover:opacity-100 hover:bg-line pointer-coarse:opacity-100"
          onClick={(event) => {
            event.stopPropagation();
            const box = event.currentTarget.getBoundingClientRect();
            onMenu(node.id, box.left, box.bottom);
          }}
        >
          <MoreHorizontal aria-hidden size={14} />
        </button>
      )}
    </div>
  );
}
