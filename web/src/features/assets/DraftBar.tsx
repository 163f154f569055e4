import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useExplorer } from "./explorer/store";
import { deletingQuery, draftStateQuery } from "./versions/queries";

/** How far the draft is from what was published last. */
export function DraftBar() {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const deleting = store.hiddenIds.size;
  useTold(store.appId, deleting, store.loaded ? store.model.revision : null);
  const draft = useQuery({ ...draftStateQuery(store.appId), staleTime: 5_000, enabled: deleting === 0 });
  const { last, changes } = draft.data ?? { last: null, changes: 0 };
  const state = !draft.data
    ? ""
    : last === null
      ? t("explorer.unpublished")
      : changes === 0
        ? t("explorer.unchanged", { number: last })
        : t("explorer.changes", { count: changes, number: last });
  return (
    <div className="flex min-h-11 items-center gap-2 border-b border-line bg-surface px-3 py-1 text-sm">
      <span className="font-medium">{t("explorer.draft")}</span>
      <span className="min-w-0 flex-1 truncate text-muted" aria-live="polite">
        {state && `· ${state}`}
        {deleting > 0 && ` · ${t("explorer.deleting", { count: deleting })}`}
      </span>
      <Link
        to="/apps/$appId/versions"
        params={{ appId: store.appId }}
        className="rounded text-xs text-muted underline hover:text-ink"
      >
        {t("explorer.history")}
      </Link>
    </div>
  );
}

/** Tells the button that publishes what only the explorer knows: what is being deleted, and that the tree is another. */
function useTold(appId: string, deleting: number, revision: number | null) {
  const queries = useQueryClient();
  const known = useRef(revision);
  useEffect(() => {
    queries.setQueryData(deletingQuery(appId).queryKey, deleting);
    return () => void queries.setQueryData(deletingQuery(appId).queryKey, 0);
  }, [queries, appId, deleting]);
  useEffect(() => {
    const other = known.current !== null && revision !== null && known.current !== revision;
    known.current = revision;
    if (other) void queries.invalidateQueries({ queryKey: draftStateQuery(appId).queryKey });
  }, [queries, appId, revision]);
}
