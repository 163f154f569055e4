import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, errorText, IconButton, Progress, RelativeTime, Table, Td, Th, toasts } from "@/ui";
import { deleteRun, evaluationKey, isOpen, type Run } from "./queries";
import { shownShare } from "./shares";

type Props = { datasetId: string; setId: string; runs: Run[] };

/** Runs with their figures. */
export function RunTable({ datasetId, setId, runs }: Props) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => deleteRun(datasetId, setId, id),
    onSuccess: () => queries.invalidateQueries({ queryKey: evaluationKey(datasetId) }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  const head = (
    <>
      <Th>{t("evaluation.run")}</Th>
      <Th number>nDCG@10</Th>
      <Th number>{t("evaluation.recall")}</Th>
      <Th number>MRR</Th>
      <Th number>{t("evaluation.time")}</Th>
      <Th>{t("evaluation.started")}</Th>
      {can("curate") && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <Table label={t("evaluation.runs")} head={head}>
      {runs.map((run) => (
        <tr key={run.id}>
          <Td className="min-w-40 wrap-anywhere">
            <RunName run={run} />
          </Td>
          <Td number>{shownShare(run.figures?.ndcg)}</Td>
          <Td number>{shownShare(run.figures?.recall)}</Td>
          <Td number>{shownShare(run.figures?.mrr)}</Td>
          <Td number className="whitespace-nowrap">
            {run.figures
              ? t("evaluation.times", { p50: Math.round(run.figures.p50_ms), p95: Math.round(run.figures.p95_ms) })
              : "–"}
          </Td>
          <Td className="whitespace-nowrap">
            <RelativeTime at={run.created_at} />
          </Td>
          {can("curate") && (
            <Td className="text-right">
              <IconButton
                size="small"
                label={t("deleteOne", { name: run.name || t("evaluation.unnamed") })}
                icon={<Trash2 aria-hidden size={14} />}
                onClick={() => remove.mutate(run.id)}
              />
            </Td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function RunName({ run }: { run: Run }) {
  const { t } = useTranslation("datasets");
  const missing = run.figures?.missing ?? [];
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium">{run.name || t("evaluation.unnamed")}</span>
      {isOpen(run) && (
        <Progress value={run.total ? run.completed / run.total : 0} label={t(`evaluation.states.${run.state}`)} />
      )}
      {run.state === "error" && (
        <span className="text-xs text-danger-ink">
          <Badge tone="bad">{t("evaluation.states.error")}</Badge> {run.error}
        </span>
      )}
      {missing.length > 0 && (
        <details className="text-xs text-muted">
          <summary className="cursor-pointer">{t("evaluation.missing", { count: missing.length })}</summary>
          <ul className="mt-1 flex flex-col gap-0.5">
            {missing.map((each) => (
              <li key={`${each.document_id} ${each.reason}`} className="wrap-anywhere">
                {each.document}: {t(`evaluation.reasons.${each.reason}`, { defaultValue: each.reason })}
              </li>
            ))}
          </ul>
        </details>
      )}
      {Object.keys(run.figures?.warnings ?? {}).length > 0 && (
        <span className="text-xs text-warn-ink">{t("evaluation.warned")}</span>
      )}
    </div>
  );
}
