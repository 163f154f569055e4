import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useExplorer } from "../explorer/store";
import type { MenuAt } from "./NodeMenu";
import { TreeRow } from "./TreeRow";
import { useTreeDrag } from "./useTreeDrag";
import { useTreeKeys } from "./useTreeKeys";

const NodeMenu = lazy(() => import("./NodeMenu"));

/** The tree. Only the rows in sight are in the page, however many there are. */
export function TreeView({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const rows = store.rows();
  const [rowHeight] = useState(() => (matchMedia("(pointer: coarse)").matches ? 40 : 28));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const drag = useTreeDrag(editable);
  const openMenu = (id: string | null, x: number, y: number) => {
    if (id && !store.selected.has(id)) store.select(id);
    setMenu({ id, x, y, time: Date.now() });
  };
  const onKeyDown = useTreeKeys(editable, () => {
    const box = document.getElementById(`node-${store.active}`)?.getBoundingClientRect();
    const around = scroller.current?.getBoundingClientRect();
    openMenu(store.active, (box ?? around)?.left ?? 0, (box ?? around)?.bottom ?? 0);
  });

  const at = rows.findIndex((row) => row.id === store.active);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const renamed = useRef(store.renaming);
  useEffect(() => {
    if (renamed.current && !store.renaming) scroller.current?.focus({ preventScroll: true });
    renamed.current = store.renaming;
  }, [store.renaming]);

  return (
    <>
      <div
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label={t("explorer.tree")}
        aria-multiselectable
        aria-activedescendant={at >= 0 ? `node-${store.active}` : undefined}
        className={clsx(
          "min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2",
          drag.aim?.at === null && "bg-accent-soft",
        )}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => {
          // By keyboard: a click chooses a row itself.
          if (!store.active && rows[0] && currentTarget.matches(":focus-visible")) store.select(rows[0].id);
        }}
        onClick={(event) => event.target === event.currentTarget && store.select(null)}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(null, event.clientX, event.clientY);
        }}
        onDragOver={(event) => drag.over(event, null)}
        onDrop={(event) => void drag.drop(event, null)}
        onDragLeave={drag.leave}
      >
        <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() + rowHeight }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <TreeRow
                  key={row.id}
                  row={row}
                  top={item.start}
                  height={rowHeight}
                  editable={editable}
                  drag={drag}
                  onMenu={openMenu}
                />
              )
            );
          })}
        </div>
      </div>
      <Suspense>
        {menu && (
          <NodeMenu key={menu.time} menu={menu} editable={editable} onClosed={() => scroller.current?.focus()} />
        )}
      </Suspense>
    </>
  );
}
