import clsx from "clsx";
import { Folder } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, SearchInput } from "@/ui";
import { nameKey } from "../explorer/model";
import { type ExplorerStore, useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";
import { FoundName } from "../found/FoundName";

/** So many folders are shown; typing narrows them down. */
const MOST = 100;

type Target = { id: string | null; path: string };

/** Folders that nodes can be moved into, the top first: not those that are moved, nor where all of them lie already. */
function targets(store: ExplorerStore, ids: string[]): Target[] {
  const moved = new Set(ids);
  const parents = new Set(ids.map((id) => store.model.get(id)?.parent_id ?? null));
  const [only] = parents.size === 1 ? [...parents] : [undefined];
  const found: Target[] = [{ id: null, path: "/" }];
  const open = [...store.model.children(null)].reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (moved.has(id) || store.model.get(id)?.node_type !== "folder") continue;
    found.push({ id, path: store.model.path(id) });
    open.push(...[...store.model.children(id)].reverse());
  }
  return found.filter((target) => target.id !== only);
}

/** Where to? The folders of the tree, by keyboard and by name. */
export default function MoveDialog({ ids }: { ids: string[] }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const [query, setQuery] = useState("");
  const [place, setPlace] = useState(0);
  const all = useMemo(() => targets(store, ids), [store, ids]);
  const found = all.filter(({ path }) => nameKey(path).includes(nameKey(query.trim())));
  const shown = found.slice(0, MOST);
  const at = Math.min(place, shown.length - 1);
  const close = () => store.set({ moving: null });
  const move = (target: Target | undefined) => {
    if (!target) return;
    close();
    void verbs.move(ids, target.id);
  };
  useEffect(() => {
    document.getElementById(`target-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const press = (event: KeyboardEvent) => {
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    setPlace(Math.max(0, Math.min(shown.length - 1, next)));
  };
  const name = store.model.get(ids[0] ?? null)?.name ?? "";
  return (
    <Dialog
      open
      onClose={close}
      title={t("explorer.movingTo", { count: ids.length, name })}
      onSubmit={() => move(shown[at])}
      footer={
        <>
          <Button onClick={close}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={shown.length === 0}>
            {t("explorer.move")}
          </Button>
        </>
      }
    >
      <SearchInput
        autoFocus
        label={t("explorer.findFolder")}
        value={query}
        role="combobox"
        aria-expanded
        aria-controls="targets"
        aria-activedescendant={shown.length > 0 ? `target-${at}` : undefined}
        onKeyDown={press}
        onChange={(text) => {
          setQuery(text);
          setPlace(0);
        }}
      />
      <div id="targets" role="listbox" aria-label={t("explorer.folderList")} className="h-64 overflow-y-auto">
        {shown.map(({ id, path }, index) => {
          const cut = path.lastIndexOf("/") + 1;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus
            <div
              key={path}
              id={`target-${index}`}
              role="option"
              aria-selected={index === at}
              title={path}
              className={clsx(
                "flex h-8 items-center gap-2 rounded px-2",
                index === at ? "bg-accent-soft" : "hover:bg-hover",
              )}
              onClick={() => setPlace(index)}
              onDoubleClick={() => move({ id, path })}
            >
              <Folder aria-hidden size={14} className="shrink-0 text-accent-ink" />
              {id === null ? (
                t("explorer.top")
              ) : (
                <FoundName name={path.slice(cut)} folder={path.slice(0, cut)} query={query.trim()} />
              )}
            </div>
          );
        })}
        {shown.length === 0 && <p className="p-2 text-muted">{t("explorer.noFolder")}</p>}
      </div>
      {found.length > MOST && (
        <p className="text-xs text-muted">{t("explorer.moreFolders", { count: found.length - MOST })}</p>
      )}
    </Dialog>
  );
}
