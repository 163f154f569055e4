import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button } from "@/ui";
import { useExplorer } from "./explorer/store";
import { assetsKey } from "./queries";

const PublishDialog = lazy(() => import("./versions/PublishDialog").then((m) => ({ default: m.PublishDialog })));

/** How far the draft is from what was published last. */
const draftQuery = (appId: string, revision: number) => ({
  queryKey: [...assetsKey(appId), "bar", revision],
  queryFn: async () => {
    const path = { app_id: appId };
    const params = { path, query: { page: 1, limit: 1 } };
    const { data } = await call(api.GET("/console/api/apps/{app_id}/assets/versions", { params }));
    const last = data[0];
    if (!last) return { last: null, changes: 0 };
    const between = { path: { ...path, version: String(last.number) }, query: { against: "draft" } };
    const { totals } = await call(
      api.GET("/console/api/apps/{app_id}/assets/versions/{version}/diff", { params: between }),
    );
    return { last: last.number, changes: totals.added + totals.removed + totals.changed + totals.moved };
  },
});

export function DraftBar({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const [publishing, setPublishing] = useState(false);
  const deleting = store.hiddenIds.size;
  const draft = useQuery({
    ...draftQuery(store.appId, store.model.revision),
    // Asked now, it would send the deletions and end their Undo.
    enabled: store.loaded && deleting === 0,
    placeholderData: (before: { last: number | null; changes: number } | undefined) => before,
  });
  const empty = store.model.size === 0;
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
      {editable && (
        <Button
          size="small"
          look="primary"
          disabled={empty || (last !== null && changes === 0 && deleting === 0)}
          onClick={() => startTransition(() => setPublishing(true))}
        >
          {t("explorer.publish")}
        </Button>
      )}
      <Suspense>{publishing && <PublishDialog appId={store.appId} onClose={() => setPublishing(false)} />}</Suspense>
    </div>
  );
}
