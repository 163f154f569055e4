import { Download, FolderInput, Trash2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui";
import { bytes } from "./bytes";
import { useExplorer } from "./explorer/store";
import { useVerbs } from "./explorer/verbs";

/** Several nodes are selected: how many they are with all they hold, and what can be done with all of them. */
export function SelectionBar({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  if (store.selected.size < 2) return null;
  const first = store.active && store.selected.has(store.active) ? store.active : [...store.selected][0];
  const ids = store.targets(first ?? "");
  const { folders, files, bytes: size } = store.model.sum(ids);
  const counts = [
    folders > 0 && t("explorer.folders", { count: folders }),
    t("explorer.files", { count: files }),
    bytes(size),
  ];
  return (
    <section
      aria-label={t("explorer.selection")}
      className="flex items-center gap-0.5 border-t border-line bg-sunken px-2 py-1 text-xs"
    >
      <p className="min-w-0 flex-1" aria-live="polite">
        <span className="font-medium">{t("explorer.selected", { count: store.selected.size })}</span>
        <span className="block truncate text-muted tabular-nums">{counts.filter(Boolean).join(" · ")}</span>
      </p>
      <IconButton
        size="small"
        label={t("explorer.downloadZip")}
        icon={<Download aria-hidden size={14} />}
        onClick={() => void verbs.download(ids)}
      />
      {editable && (
        <>
          <IconButton
            size="small"
            label={t("explorer.moveTo")}
            icon={<FolderInput aria-hidden size={14} />}
            onClick={() => verbs.moveTo(ids)}
          />
          <IconButton
            size="small"
            label={t("explorer.delete")}
            icon={<Trash2 aria-hidden size={14} />}
            onClick={() => verbs.remove(ids)}
          />
        </>
      )}
      <IconButton
        size="small"
        label={t("explorer.clearSelection")}
        icon={<X aria-hidden size={14} />}
        onClick={() => store.select(null)}
      />
    </section>
  );
}
