import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import { useExplorer } from "../tree/store";
import { pick } from "./picking";
import { isRunning, useUploads } from "./uploads";

/** Files whose bytes never came: an upload broke off, here or elsewhere. The same folder again goes on with it. */
export function ResumeBanner() {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const running = useUploads(store.appId).some(isRunning);
  const pending = store.pending();
  const first = pending[0];
  if (running || !first) return null;
  // The folder in which the outermost folder of the broken upload lies.
  const top = common(pending.map((id) => store.model.ancestors(id)));
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
function common(ways: string[][]): string | null {
  const first = ways[0]?.[0];
  return first && ways.every((way) => way[0] === first) ? first : null;
}
