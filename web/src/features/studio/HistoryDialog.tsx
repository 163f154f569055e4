import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { read } from "@/features/apps/configs/config";
import { configQuery, type Kept, keptQuery } from "@/features/apps/configs/queries";
import { useApp } from "@/features/apps/queries";
import { Badge, Button, Dialog, EmptyState, QueryList, RelativeTime, SkeletonRows } from "@/ui";
import type { Draft } from "./draft";
import { Refusal } from "./Refusal";

/** How the app answered before, and a way back. */
export default function HistoryDialog({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { t } = useTranslation("studio");
  const queries = useQueryClient();
  const app = useApp();
  const found = useInfiniteQuery(keptQuery(app.id));
  const configs = found.data?.pages.flatMap((page) => page.data) ?? [];
  const restore = useMutation({
    mutationFn: async (id: string) => {
      const params = { path: { app_id: app.id, config_id: id } };
      await call(api.POST("/console/api/apps/{app_id}/model-configs/{config_id}/restore", { params }));
      void queries.invalidateQueries({ queryKey: keptQuery(app.id).queryKey });
      await queries.fetchQuery({ ...configQuery(app.id), staleTime: 0 });
    },
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("history.title")}
      description={draft.changed ? t("history.whatChanged") : t("history.what")}
      footer={<Button onClick={onClose}>{t("close")}</Button>}
    >
      {restore.error && <Refusal error={restore.error} />}
      <QueryList
        query={found}
        items={configs}
        skeleton={<SkeletonRows className="h-12" />}
        empty={<EmptyState title={t("history.none")} />}
      >
        {(all) => (
          <ol aria-label={t("history.title")} className="divide-y divide-line rounded-lg border border-line">
            {all.map((kept) => (
              <Row
                key={kept.id}
                kept={kept}
                busy={restore.isPending && restore.variables === kept.id}
                disabled={restore.isPending}
                onRestore={() => restore.mutate(kept.id)}
              />
            ))}
          </ol>
        )}
      </QueryList>
    </Dialog>
  );
}

type RowProps = { kept: Kept; busy: boolean; disabled: boolean; onRestore: () => void };

function Row({ kept, busy, disabled, onRestore }: RowProps) {
  const { t } = useTranslation(["studio", "providers"]);
  const { profile, can } = useMember();
  const config = read(kept.config);
  const prompt = config.pre_prompt.trim().split("\n")[0];
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className={prompt ? "truncate" : "truncate text-muted"}>{prompt || t("history.noPrompt")}</p>
        <p className="truncate text-xs text-muted">
          <RelativeTime at={kept.created_at} /> {t(kept.created_by === profile.id ? "history.you" : "history.member")} ·{" "}
          {config.model?.name ?? t("providers:choice.default")}
        </p>
      </div>
      {kept.current ? (
        <Badge tone="good">{t("history.current")}</Badge>
      ) : (
        can("edit") && (
          <Button size="small" busy={busy} disabled={disabled} onClick={onRestore}>
            {t("history.restore")}
          </Button>
        )
      )}
    </li>
  );
}
