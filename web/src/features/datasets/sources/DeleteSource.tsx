import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, ConfirmDialog, FormError } from "@/ui";
import { removed, type Source, useSourceChange } from "./queries";

type Props = { datasetId: string; source: Source; onClose: () => void };

/** Its documents stay unless somebody says otherwise. */
export function DeleteSource({ datasetId, source, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const [documents, setDocuments] = useState(false);
  const remove = useSourceChange(
    datasetId,
    () => removed(datasetId, source.id, documents ? "delete" : "keep"),
    onClose,
  );
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("deleteTitle", { name: source.name })}
      description={t("sources.deleteWhat")}
      action={t("sources.delete")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <Checkbox
        label={t("sources.deleteDocuments", { count: source.document_count })}
        checked={documents}
        onChange={(event) => setDocuments(event.target.checked)}
      />
      <FormError error={remove.error} />
    </ConfirmDialog>
  );
}
