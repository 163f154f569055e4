import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { type Config, written } from "@/features/apps/configs/config";
import { configQuery, keptQuery } from "@/features/apps/configs/queries";
import { useApp } from "@/features/apps/queries";
import { Button } from "@/ui";
import type { Draft } from "./draft";
import { Refusal } from "./Refusal";

const HistoryDialog = lazy(() => import("./HistoryDialog"));

/** Whether something is not published yet, and what can be done about it. */
export function PublishBar({ draft }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const queries = useQueryClient();
  const app = useApp();
  const { can } = useMember();
  const [looking, setLooking] = useState(false);
  const publish = useMutation({
    mutationFn: async (config: Config) => {
      const params = { path: { app_id: app.id } };
      await call(api.POST("/console/api/apps/{app_id}/model-config", { params, body: written(config) }));
      void queries.invalidateQueries({ queryKey: keptQuery(app.id).queryKey });
      return queries.fetchQuery({ ...configQuery(app.id), staleTime: 0 });
    },
    onSuccess: (published, sent) => draft.settle(sent, published),
  });
  const never = useNeverPublished(app.id);
  const state = draft.outdated
    ? t("outdated")
    : draft.changed
      ? t("changed")
      : never === undefined
        ? ""
        : t(never ? "never" : "unchanged");
  return (
    <div className="border-b border-line bg-surface px-3 py-1 text-sm">
      <div className="flex min-h-9 items-center gap-2">
        <span className="min-w-0 flex-1 text-muted max-sm:text-xs" aria-live="polite">
          {state}
        </span>
        <Button size="small" look="ghost" onClick={() => startTransition(() => setLooking(true))}>
          {t("history.open")}
        </Button>
        {can("edit") && draft.changed && (
          <Button
            size="small"
            onClick={() => {
              draft.discard();
              publish.reset();
            }}
          >
            {t("discard")}
          </Button>
        )}
        {can("edit") && (
          <Button
            size="small"
            look="primary"
            disabled={!draft.changed && !never}
            busy={publish.isPending}
            onClick={() => publish.mutate(draft.config)}
          >
            {t("publish")}
          </Button>
        )}
      </div>
      {publish.error && (draft.changed || never) && <Refusal error={publish.error} />}
      <Suspense>{looking && <HistoryDialog draft={draft} onClose={() => setLooking(false)} />}</Suspense>
    </div>
  );
}

/** Whether the app has no config yet, and so answers nobody. Undefined while that is asked. */
function useNeverPublished(appId: string): boolean | undefined {
  const kept = useInfiniteQuery(keptQuery(appId));
  const newest = kept.data?.pages[0];
  return newest && !newest.has_more && !newest.data.some((config) => config.current);
}
