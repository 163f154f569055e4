import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, fieldTexts, Input, QueryView, SkeletonRows, toasts, useSettled } from "@/ui";
import { type Dataset, datasetsKey } from "../../queries";
import { type Pipeline, pipelineQuery } from "../../splitting/queries";
import { RuleFields } from "../../splitting/RuleFields";
import { problemOf, type Rule, USUAL } from "../../splitting/rule";
import { enrichmentsOf, ruleOfSteps } from "../../splitting/step";
import { EstimateView } from "./EstimateView";
import { addDocuments, estimateQuery } from "./queries";

type Props = { dataset: Dataset; fileIds: string[]; folder: string; onClose: () => void };

/** Uploaded files, before they become documents: how they would be split, and what that would take. */
export default function AddDialog(props: Props) {
  const { t } = useTranslation("datasets");
  const found = useQuery(pipelineQuery(props.dataset.id));
  if (found.data !== undefined) return <AddForm {...props} pipeline={found.data} />;
  return (
    <Dialog open wide onClose={props.onClose} title={t("add.title", { count: props.fileIds.length })}>
      <QueryView query={found} skeleton={<SkeletonRows rows={8} className="h-7" />}>
        {() => null}
      </QueryView>
    </Dialog>
  );
}

/** It begins with what the knowledge base's pipeline says; its other steps stay. */
function AddForm({ dataset, fileIds, folder: inFolder, onClose, pipeline }: Props & { pipeline: Pipeline | null }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const form = dataset.doc_form ?? "text_model";
  const [first] = useState(() => (pipeline ? ruleOfSteps(pipeline.steps, form) : { ...USUAL, form }));
  const [rule, setRule] = useState<Rule>(first);
  const enrichments = enrichmentsOf(pipeline?.steps ?? []);
  const [folder, setFolder] = useState(inFolder);
  const settled = useSettled(rule);
  const whole = problemOf(rule) === null;
  const found = useQuery(estimateQuery(dataset.id, fileIds, problemOf(settled) ? first : settled, enrichments));
  const estimate = useDeferredValue(found.data);
  const add = useMutation({
    mutationFn: () =>
      addDocuments(dataset.id, fileIds, pipeline && rule === first ? null : rule, enrichments, folder.trim()),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("upload.added", { count: fileIds.length }) });
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
  });
  const { folder: wrong } = fieldTexts(add.error);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("add.title", { count: fileIds.length })}
      onSubmit={() => whole && !add.isPending && add.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!whole} busy={add.isPending}>
            {t("add.action", { count: fileIds.length })}
          </Button>
        </>
      }
    >
      <div className="grid gap-5 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="flex flex-col gap-4">
          <RuleFields
            rule={rule}
            open={(dataset.document_count ?? 0) === 0}
            onChange={(patch) => setRule({ ...rule, ...patch })}
          />
          <Field label={t("document.folder")} hint={t("document.folderHint")} error={wrong}>
            <Input maxLength={1024} value={folder} onChange={(event) => setFolder(event.target.value)} />
          </Field>
          {!wrong && <FormError error={add.error} />}
        </div>
        <EstimateView estimate={estimate} query={found} files={fileIds.length} stale={settled !== rule} />
      </div>
    </Dialog>
  );
}
