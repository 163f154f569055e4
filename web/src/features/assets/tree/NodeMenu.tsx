import {
  ArrowDown,
  ArrowUp,
  ClipboardPaste,
  Copy,
  CopyPlus,
  Download,
  FilePlus,
  FolderInput,
  FolderPlus,
  FolderUp,
  Link,
  Pencil,
  Scissors,
  Trash2,
  Upload,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MenuItem, MenuSeparator, OpenMenu } from "@/ui/menuParts";
import { pick } from "../bring/picking";
import { useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";

const CONTROL = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl+";

type Entry = { icon: typeof Copy; text: ReactNode; keys?: string; act: () => unknown; danger?: boolean } | null;

export type MenuAt = { id: string | null; x: number; y: number; time: number };

/** What can be done with a node, with all that are chosen, or with the top (`id` null). */
export default function NodeMenu(props: { menu: MenuAt; editable: boolean; onClosed: () => void }) {
  const { menu, editable, onClosed } = props;
  const { t } = useTranslation("assets");
  const trigger = (
    <button
      type="button"
      aria-label={t("explorer.menu")}
      tabIndex={-1}
      className="pointer-events-none fixed size-0 opacity-0"
      style={{ left: menu.x, top: menu.y }}
      onFocus={onClosed}
    />
  );
  const entries = useEntries(menu.id, editable);
  return (
    <OpenMenu trigger={trigger} align="start">
      {entries.map((entry, at) =>
        entry ? (
          <MenuItem
            // biome-ignore lint/suspicious/noArrayIndexKey: the menu does not change while it is open
            key={at}
            icon={<entry.icon aria-hidden size={14} />}
            shortcut={entry.keys}
            danger={entry.danger}
            onSelect={() => void entry.act()}
          >
            {entry.text}
          </MenuItem>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the menu does not change while it is open
          <MenuSeparator key={at} />
        ),
      )}
    </OpenMenu>
  );
}

function useEntries(id: string | null, editable: boolean): Entry[] {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const say = (key: "newFile" | "newFolder" | "uploadFiles" | "uploadFolder" | "paste") => t(`explorer.${key}`);
  const folder = store.folderFor(id);
  const ids = id ? store.targets(id) : [];
  const one = ids.length === 1 ? id : null;
  const isFolder = !id || store.model.get(id)?.node_type === "folder";
  // The focus goes back to the tree before the name's field takes it.
  const soon = (act: () => void) => () => setTimeout(act, 50);
  const making: Entry[] = [
    { icon: FilePlus, text: say("newFile"), act: soon(() => void verbs.create("file", folder)) },
    { icon: FolderPlus, text: say("newFolder"), act: soon(() => void verbs.create("folder", folder)) },
    { icon: Upload, text: say("uploadFiles"), act: () => pick(store, folder, "files") },
    { icon: FolderUp, text: say("uploadFolder"), act: () => pick(store, folder, "folder") },
  ];
  const paste: Entry[] = store.clipboard
    ? [{ icon: ClipboardPaste, text: say("paste"), keys: `${CONTROL}V`, act: () => verbs.paste(folder) }]
    : [];
  const zip = isFolder || ids.length > 1;
  const download: Entry[] = [
    {
      icon: Download,
      text: t(zip ? "explorer.downloadZip" : "explorer.download"),
      act: () => verbs.download(ids),
    },
  ];
  if (!id) return editable ? [...making, ...paste, null, ...download] : download;
  const copyPath: Entry = {
    icon: Link,
    text: t("explorer.copyPath"),
    keys: `${CONTROL}⇧C`,
    act: () => verbs.copyPath(ids),
  };
  if (!editable) return [...download, copyPath];
  const changing: Entry[] = [
    ...(one
      ? [{ icon: Pencil, text: t("explorer.rename"), keys: "F2", act: soon(() => store.set({ renaming: one })) }]
      : []),
    { icon: CopyPlus, text: t("explorer.duplicate"), keys: `${CONTROL}D`, act: () => verbs.duplicate(ids) },
    {
      icon: Scissors,
      text: t("explorer.cut"),
      keys: `${CONTROL}X`,
      act: () => store.set({ clipboard: { verb: "move", ids } }),
    },
    {
      icon: Copy,
      text: t("explorer.copy"),
      keys: `${CONTROL}C`,
      act: () => store.set({ clipboard: { verb: "copy", ids } }),
    },
    { icon: FolderInput, text: t("explorer.moveTo"), act: () => verbs.moveTo(ids) },
    ...paste,
  ];
  const shifting: Entry[] = one
    ? [
        { icon: ArrowUp, text: t("explorer.up"), keys: "Alt+↑", act: () => verbs.shift(one, -1) },
        { icon: ArrowDown, text: t("explorer.down"), keys: "Alt+↓", act: () => verbs.shift(one, 1) },
      ]
    : [];
  const removing: Entry = {
    icon: Trash2,
    text: ids.length > 1 ? t("explorer.deleteCount", { count: ids.length }) : t("explorer.delete"),
    keys: "Del",
    danger: true,
    act: () => verbs.remove(ids),
  };
  return [
    ...(isFolder ? [...making, null] : []),
    ...changing,
    null,
    ...shifting,
    ...download,
    copyPath,
    null,
    removing,
  ];
}
