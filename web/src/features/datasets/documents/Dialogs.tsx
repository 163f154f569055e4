import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ConfirmDialog, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";
import { datasetsKey } from "../queries";
import { moveDocuments } from "./queries";
import type { Document } from "./states";
import { useDocumentActions } from "./useDocumentActions";

type Props = { datasetId: string; documents: Document[]; onClose: () => void };

export function DeleteDocuments({ datasetId, documents, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const remove = useDocumentActions(datasetId, onClose);
  const count = documents.length;
  const [first] = documents;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={count === 1 && first ? t("deleteTitle", { name: first.name }) : t("document.deleteTitle", { count })}
      description={t("document.deleteWhat", { count })}
      action={t("document.delete", { count })}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ documents, verb: "delete" })}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}

/** Into another folder: nothing is indexed again. A folder is there as long as documents are in it. */
export function MoveDocuments({ datasetId, documents, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [folder, setFolder] = useState(documents[0]?.folder ?? "");
  const move = useMutation({
    mutationFn: () => moveDocuments(datasetId, documents, folder.trim()),
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
  });
  const { folder: wrong } = fieldTexts(move.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("document.moveTitle", { count: documents.length })}
      onSubmit={() => move.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={move.isPending}>
            {t("document.moveAction")}
          </Button>
        </>
      }
    >
      <Field label={t("document.folder")} hint={t("document.folderHint")} error={wrong}>
        <Input autoFocus maxLength={1024} value={folder} onChange={(event) => setFolder(event.target.value)} />
      </Field>
      {!wrong && <FormError error={move.error} />}
    </Dialog>
  );
}
