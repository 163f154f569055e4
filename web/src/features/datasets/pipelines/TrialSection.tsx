import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field, FormError, QueryView, Section, Select, Spinner } from "@/ui";
import { documentsQuery } from "../documents/queries";
import type { Step } from "../splitting/queries";
import type { DocForm } from "../splitting/rule";
import { type Trial, trialQuery, tryPipeline } from "./queries";
import { isComplete } from "./steps";

type Props = { datasetId: string; form: DocForm; steps: Step[] };

/** What these steps would make of a document. Nothing of it changes. */
export function TrialSection({ datasetId, form, steps }: Props) {
  const { t } = useTranslation("datasets");
  const documents = useInfiniteQuery(documentsQuery(datasetId, {})).data?.pages.flatMap(({ data }) => data) ?? [];
  const [chosen, setChosen] = useState<string>();
  const documentId = chosen ?? documents[0]?.id;
  const begin = useMutation({ mutationFn: () => tryPipeline(datasetId, steps, documentId!) });
  return (
    <Section title={t("pipeline.try")} description={t("pipeline.tryWhat")}>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("pipeline.document")} className="min-w-0 flex-1">
          <Select value={documentId ?? ""} onChange={(event) => setChosen(event.target.value)}>
            {documents.map(({ id, name, folder }) => (
              <option key={id} value={id}>
                {folder ? `${folder}/${name}` : name}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          disabled={!documentId || !isComplete(steps, form)}
          busy={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {t("pipeline.tryAction")}
        </Button>
      </div>
      <FormError error={begin.error} />
      {begin.data && <TrialResult key={begin.data.id} datasetId={datasetId} id={begin.data.id} />}
    </Section>
  );
}

function TrialResult({ datasetId, id }: { datasetId: string; id: string }) {
  const { t } = useTranslation("datasets");
  const found = useQuery(trialQuery(datasetId, id));
  return (
    <QueryView query={found}>
      {(trial) =>
        trial.finished_at ? (
          <Outcome trial={trial} />
        ) : (
          <p role="status" className="flex items-center gap-2 text-sm text-muted">
            <Spinner /> {t("pipeline.trying")}
          </p>
        )
      }
    </QueryView>
  );
}

function Outcome({ trial }: { trial: Trial }) {
  const { t } = useTranslation("datasets");
  const [document] = trial.documents;
  const { redacted = 0, metadata = {}, segments = [] } = document ?? {};
  const failed = trial.error ?? document?.error;
  if (failed || !document) return <p className="text-sm wrap-anywhere text-danger-ink">{failed}</p>;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        {t("pipeline.outcome", { count: document.total_segments, asked: document.asked, tokens: document.tokens })}
        {redacted > 0 && ` ${t("pipeline.redacted", { count: redacted })}`}
      </p>
      {Object.entries(metadata).map(([name, value]) => (
        <p key={name} className="text-sm wrap-anywhere">{`${name}: ${String(value)}`}</p>
      ))}
      <ol className="flex flex-col gap-3">
        {segments.map((segment, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other place
          <li key={at} className="rounded-md border border-line p-3 text-sm">
            {segment.enrichment?.context && <p className="mb-2 text-muted">{segment.enrichment.context}</p>}
            <p className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">{segment.content}</p>
            {segment.enrichment?.summary && <p className="mt-2 text-muted">{segment.enrichment.summary}</p>}
            {(segment.enrichment?.questions ?? []).length > 0 && (
              <ul className="mt-2 list-disc pl-5 text-muted">
                {segment.enrichment?.questions?.map((question) => (
                  <li key={question}>{question}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
