import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, Dialog, FormError, QueryView, Section, Skeleton, toasts } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import { type Dataset, datasetKey } from "../queries";
import { type Pipeline, pipelineQuery, pipelinesKey } from "../splitting/queries";
import { StepCosts } from "../splitting/StepCosts";
import { applyPipeline, pipelineEstimateQuery, savePipeline } from "./queries";
import { StepList } from "./StepList";
import { isComplete, USUAL } from "./steps";
import { TrialSection } from "./TrialSection";

/** What is done with a document until it can be searched. */
export function PipelinePage() {
  return <DatasetFrame>{(dataset) => <Loaded key={dataset.id} dataset={dataset} />}</DatasetFrame>;
}

function Loaded({ dataset }: { dataset: Dataset }) {
  const found = useQuery(pipelineQuery(dataset.id));
  return (
    <QueryView query={found}>
      {(pipeline) => <PipelineForm key={pipeline?.id ?? ""} dataset={dataset} pipeline={pipeline} />}
    </QueryView>
  );
}

type Props = { dataset: Dataset; pipeline: Pipeline | null };

function PipelineForm({ dataset, pipeline }: Props) {
  const { id: datasetId, doc_form: form = "text_model" } = dataset;
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const queries = useQueryClient();
  const stored = pipeline?.steps ?? USUAL;
  const [steps, setSteps] = useState(stored);
  const isChanged = JSON.stringify(steps) !== JSON.stringify(stored);
  const save = useMutation({
    mutationFn: () => savePipeline(datasetId, steps),
    onSuccess: (made) => {
      toasts.show({ kind: "success", title: t("pipeline.saved", { version: made.version }) });
      return queries.invalidateQueries({ queryKey: pipelinesKey(datasetId) });
    },
  });
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <Section
        title={pipeline ? t("pipeline.version", { version: pipeline.version }) : t("pipeline.usual")}
        description={t("pipeline.what")}
      >
        <StepList datasetId={datasetId} form={form} steps={steps} canChange={can("curate")} onChange={setSteps} />
        <FormError error={save.error} />
        {can("curate") && (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button
              look="primary"
              disabled={!isChanged || !isComplete(steps, form)}
              busy={save.isPending}
              onClick={() => save.mutate()}
            >
              {t("pipeline.save")}
            </Button>
            {pipeline && !isChanged && <ApplyButton datasetId={datasetId} pipeline={pipeline} />}
          </div>
        )}
      </Section>
      {can("curate") && <TrialSection datasetId={datasetId} form={form} steps={steps} />}
    </div>
  );
}

/** Documents that have another version are indexed again, once somebody has said so. */
function ApplyButton({ datasetId, pipeline }: { datasetId: string; pipeline: Pipeline }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const estimate = useQuery({ ...pipelineEstimateQuery(datasetId, pipeline.id), enabled: asked });
  const apply = useMutation({
    mutationFn: () => applyPipeline(datasetId, pipeline.id),
    onSuccess: ({ documents }) => {
      setAsked(false);
      toasts.show({ kind: "success", title: t("pipeline.applied", { count: documents }) });
      return queries.invalidateQueries({ queryKey: datasetKey(datasetId) });
    },
  });
  return (
    <>
      <Button onClick={() => setAsked(true)}>{t("pipeline.apply")}</Button>
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={t("pipeline.applyTitle")}
        description={t("pipeline.applyWhat")}
        footer={
          <>
            <Button onClick={() => setAsked(false)}>{t("cancel")}</Button>
            <Button look="primary" busy={apply.isPending} onClick={() => apply.mutate()}>
              {t("pipeline.applyAction")}
            </Button>
          </>
        }
      >
        <QueryView query={estimate} skeleton={<Skeleton className="h-5" />}>
          {({ documents, model_steps }) => (
            <>
              <p>{t("documentCount", { count: documents })}</p>
              <StepCosts steps={model_steps} />
            </>
          )}
        </QueryView>
        {apply.error && <FormError error={apply.error} />}
      </Dialog>
    </>
  );
}
