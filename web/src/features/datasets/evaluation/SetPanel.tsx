import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Play, Trash2, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, ConfirmDialog, errorText, IconButton, QueryView, Section, SkeletonRows, toasts } from "@/ui";
import type { Dataset } from "../queries";
import { Comparison } from "./Comparison";
import { QuestionsSection } from "./QuestionsSection";
import { deleteSet, type EvaluationSet, evaluationKey, importQuestions, runsQuery } from "./queries";
import { RunDialog } from "./RunDialog";
import { RunTable } from "./RunTable";

/** One evaluation set: its questions, its runs, and two of these side by side. */
export function SetPanel({ dataset, set }: { dataset: Dataset; set: EvaluationSet }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [starting, setStarting] = useState(false);
  const runs = useQuery(runsQuery(dataset.id, set.id));
  const done = runs.data?.filter((run) => run.state === "completed") ?? [];
  const actions = can("curate") && (
    <>
      <ImportButton datasetId={dataset.id} set={set} />
      <Button
        look="primary"
        icon={<Play aria-hidden size={14} />}
        disabled={set.question_count === 0}
        onClick={() => setStarting(true)}
      >
        {t("evaluation.start")}
      </Button>
      <DeleteButton datasetId={dataset.id} set={set} />
    </>
  );
  return (
    <>
      <Section
        title={set.name}
        description={t("evaluation.questions", { count: set.question_count })}
        actions={<div className="flex flex-wrap gap-2">{actions}</div>}
      >
        <QueryView query={runs} skeleton={<SkeletonRows rows={2} />}>
          {(all) =>
            all.length === 0 ? (
              <p className="text-muted">{t("evaluation.noRuns")}</p>
            ) : (
              <RunTable datasetId={dataset.id} setId={set.id} runs={all} />
            )
          }
        </QueryView>
      </Section>
      {done.length > 1 && <Comparison datasetId={dataset.id} setId={set.id} runs={done} />}
      <QuestionsSection datasetId={dataset.id} setId={set.id} />
      {starting && <RunDialog dataset={dataset} setId={set.id} onClose={() => setStarting(false)} />}
    </>
  );
}

type ButtonProps = { datasetId: string; set: EvaluationSet };

function ImportButton({ datasetId, set }: ButtonProps) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const bring = useMutation({
    mutationFn: (file: File) => importQuestions(datasetId, set.id, file),
    onSuccess: ({ added }) => {
      toasts.show({ kind: "success", title: t("evaluation.imported", { count: added }) });
      return queries.invalidateQueries({ queryKey: evaluationKey(datasetId) });
    },
    onError: (error) =>
      toasts.show({ kind: "error", title: t("evaluation.notImported"), description: errorText(error) }),
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.jsonl,.ndjson,.json,text/csv"
        aria-label={t("evaluation.import")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) bring.mutate(file);
          // The same file can be chosen once more.
          event.target.value = "";
        }}
      />
      <Button icon={<Upload aria-hidden size={14} />} busy={bring.isPending} onClick={() => input.current?.click()}>
        {t("evaluation.import")}
      </Button>
    </>
  );
}

function DeleteButton({ datasetId, set }: ButtonProps) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteSet(datasetId, set.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: evaluationKey(datasetId) }),
  });
  return (
    <>
      <IconButton
        label={t("deleteOne", { name: set.name })}
        icon={<Trash2 aria-hidden size={16} />}
        onClick={() => setAsking(true)}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("deleteTitle", { name: set.name })}
        description={t("evaluation.deleteWhat")}
        action={t("evaluation.delete")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
