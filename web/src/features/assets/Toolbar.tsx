import { ChevronsDownUp, ChevronsUpDown, FilePlus, FolderPlus, FolderUp, TextSearch, Upload } from "lucide-react";
import { startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton, SearchInput } from "@/ui";
import { pick } from "./bring/picking";
import { useExplorer } from "./explorer/store";
import { useVerbs } from "./explorer/verbs";

/** Search, and what brings new files into the folder that is chosen. */
export function Toolbar({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const [typed, setTyped] = useState(store.query);
  const inContents = store.searchIn === "contents";
  const folder = store.folderFor(store.active);
  // The search may have been left by other ways.
  const [known, setKnown] = useState(store.query);
  if (known !== store.query) {
    setKnown(store.query);
    if (store.query === "" || typed === known) setTyped(store.query);
  }
  return (
    <div className="flex flex-wrap items-center gap-0.5 border-b border-line px-2 py-1.5">
      <SearchInput
        small
        label={t(inContents ? "found.search" : "explorer.search")}
        placeholder={t("explorer.find")}
        className="min-w-32 flex-1"
        value={typed}
        onChange={(query) => {
          setTyped(query);
          startTransition(() => store.set({ query }));
        }}
      />
      <IconButton
        size="small"
        aria-pressed={inContents}
        className={inContents ? "bg-accent-soft text-accent-ink" : undefined}
        label={t("found.inContents")}
        icon={<TextSearch aria-hidden size={15} />}
        onClick={() => store.set({ searchIn: inContents ? "names" : "contents" })}
      />
      {editable && (
        <>
          <IconButton
            size="small"
            label={t("explorer.newFile")}
            icon={<FilePlus aria-hidden size={15} />}
            onClick={() => void verbs.create("file", folder)}
          />
          <IconButton
            size="small"
            label={t("explorer.newFolder")}
            icon={<FolderPlus aria-hidden size={15} />}
            onClick={() => void verbs.create("folder", folder)}
          />
          <IconButton
            size="small"
            label={t("explorer.uploadFiles")}
            icon={<Upload aria-hidden size={15} />}
            onClick={() => pick(store, folder, "files")}
          />
          <IconButton
            size="small"
            label={t("explorer.uploadFolder")}
            icon={<FolderUp aria-hidden size={15} />}
            onClick={() => pick(store, folder, "folder")}
          />
        </>
      )}
      <IconButton
        size="small"
        label={t(store.expanded.size > 0 ? "explorer.collapse" : "explorer.expand")}
        icon={
          store.expanded.size > 0 ? <ChevronsDownUp aria-hidden size={15} /> : <ChevronsUpDown aria-hidden size={15} />
        }
        onClick={() => (store.expanded.size > 0 ? store.collapseAll() : store.expandAll())}
      />
    </div>
  );
}
