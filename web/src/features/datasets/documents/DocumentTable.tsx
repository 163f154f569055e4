import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Badge, ConfirmDialog, errorText, FormError, Table, Td, Th, toasts } from "@/ui";
import { datasetsKey } from "../queries";
import { DocumentMenu } from "./DocumentMenu";
import { DocumentName } from "./DocumentName";
import { changeDocument } from "./queries";
import { type Document, type State, stateOf, stepOf, type Verb } from "./states";

type Props = { datasetId: string; documents: Document[] };

export function DocumentTable({ datasetId, documents }: Props) {
  const { t, i18n } = useTranslation("datasets");
  const { can } = useMember();
  const [deleted, setDeleted] = useState<Document | null>(null);
  const change = useChange(datasetId);
  const number = new Intl.NumberFormat(i18n.language);
  const select = (document: Document, verb: Verb) =>
    verb === "delete" ? setDeleted(document) : change.mutate({ document, verb });
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th>{t("document.status")}</Th>
      <Th number>{t("document.segments")}</Th>
      <Th number>{t("characters")}</Th>
      <Th>{t("document.folder")}</Th>
      {can("curate") && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <>
      <Table label={t("documents")} head={head}>
        {documents.map((document) => (
          <tr key={document.id}>
            <Td className="max-w-80 min-w-40 wrap-anywhere">
              <DocumentName datasetId={datasetId} document={document} />
            </Td>
            <Td className="max-w-80 min-w-32">
              <Status document={document} />
            </Td>
            <Td number>{number.format(document.segment_count)}</Td>
            <Td number>{number.format(document.word_count)}</Td>
            <Td className="max-w-60 wrap-anywhere text-muted">{document.folder || "–"}</Td>
            {can("curate") && (
              <Td className="text-right">
                <DocumentMenu document={document} onSelect={(verb) => select(document, verb)} />
              </Td>
            )}
          </tr>
        ))}
      </Table>
      {deleted && <DeleteDocument datasetId={datasetId} document={deleted} onClose={() => setDeleted(null)} />}
    </>
  );
}

const TONES: Record<State, "neutral" | "good" | "bad" | "warn" | "info"> = {
  queuing: "info",
  indexing: "info",
  paused: "warn",
  error: "bad",
  available: "good",
  disabled: "neutral",
  archived: "neutral",
};

/** The state, the step of what is in work, and why it failed. */
function Status({ document }: { document: Document }) {
  const { t } = useTranslation("datasets");
  const { completed_segments: completed, total_segments: total } = document;
  const state = stateOf(document);
  const step = stepOf(document);
  return (
    <div className="flex flex-col items-start gap-0.5">
      <Badge tone={TONES[state]}>{t(`document.states.${state}`)}</Badge>
      {step && step !== "waiting" && (
        <span className="text-xs text-muted tabular-nums">
          {t(`document.steps.${step}`)}
          {step === "indexing" && total > 0 && ` ${completed} / ${total}`}
        </span>
      )}
      {document.indexing_status === "error" && (
        <span className="text-xs wrap-anywhere text-danger-ink">
          {errorText(new ApiError(document.error_code ?? "", document.error ?? "", 400))}
        </span>
      )}
    </div>
  );
}

function useChange(datasetId: string, onDone?: () => void) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ document, verb }: { document: Document; verb: Verb }) => changeDocument(datasetId, document, verb),
    onSuccess: () => {
      onDone?.();
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
    onError: (error, { document, verb }) => {
      // A dialog shows it itself.
      if (verb === "delete") return;
      toasts.show({
        kind: "error",
        title: t("document.failed", { name: document.name }),
        description: errorText(error),
      });
    },
  });
}

function DeleteDocument({ datasetId, document, onClose }: Omit<Props, "documents"> & DeletedProps) {
  const { t } = useTranslation("datasets");
  const remove = useChange(datasetId, onClose);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("deleteTitle", { name: document.name })}
      description={t("document.deleteWhat")}
      action={t("document.delete")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ document, verb: "delete" })}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}

type DeletedProps = { document: Document; onClose: () => void };
