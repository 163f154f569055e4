import clsx from "clsx";
import { FilePlus, FolderUp, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import { dropped, pick } from "./bring/picking";
import { useExplorer } from "./explorer/store";
import { useVerbs } from "./explorer/verbs";

/** No files yet: all of it is a place to drop a folder on. */
export function EmptyTree({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const [over, setOver] = useState(false);
  if (!editable) return <p className="flex-1 p-6 text-center text-muted">{t("explorer.emptyToRead")}</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the buttons are the other
    <div
      className={clsx(
        "m-3 flex flex-1 flex-col items-center justify-center gap-2 rounded-lg border border-dashed p-6 text-center",
        over ? "border-accent-ink bg-accent-soft" : "border-line-strong",
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        store.set({ bringing: { parent: null, reading: dropped(event.dataTransfer) } });
      }}
    >
      <FolderUp aria-hidden size={28} className="text-muted" />
      <p className="text-base font-semibold">{t("explorer.empty")}</p>
      <p className="max-w-xs text-muted">{t("explorer.emptyWhat")}</p>
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        <Button look="primary" icon={<FolderUp aria-hidden size={14} />} onClick={() => pick(store, null, "folder")}>
          {t("explorer.chooseFolder")}
        </Button>
        <Button icon={<Upload aria-hidden size={14} />} onClick={() => pick(store, null, "files")}>
          {t("explorer.chooseFiles")}
        </Button>
        <Button icon={<FilePlus aria-hidden size={14} />} onClick={() => void verbs.create("file", null)}>
          {t("explorer.newFile")}
        </Button>
      </div>
    </div>
  );
}
