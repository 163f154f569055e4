import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import type { TreeModel } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { pick } from "./picking";
import { isRunning, useUploads } from "./uploads";

/** Files whose bytes never came: an upload broke off, here or elsewhere. The same folder again goes on with it. */
export function ResumeBanner() {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const running = useUploads(store.appId).some(isRunning);
  // After an upload the tree says what is still awaited once it is read again.
  const pending = running || store.loading ? [] : store.pending();
  if (pending.length === 0) return null;
  const top = outermost(store.model, pending);
  // The folder in which the outermost folder of the broken upload lies.
  const parent = store.model.get(top)?.parent_id ?? null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-warn-soft px-3 py-2 text-xs"
    >
      <span className="flex-1 text-warn-ink">
        {t("upload.pending", { count: pending.length, path: store.model.path(top) })}
      </span>
      <Button size="small" onClick={() => pick(store, top ? parent : null, top ? "folder" : "files")}>
        {t("upload.choose")}
      </Button>
    </div>
  );
}

/** The outermost folder that all of them lie in, if there is one. */
function outermost(model: TreeModel, ids: string[]): string | null {
  let found: string | null = null;
  for (const id of ids) {
    const top = model.ancestors(id)[0] ?? null;
    if (!top || (found && top !== found)) return null;
    found = top;
  }
  return found;
}
