import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { ConfirmDialog, FormError, toasts } from "@/ui";
import { DATASET, type Dataset, datasetsKey } from "./queries";

/** A knowledge base that an app uses is not deleted: the error names the apps. */
export default function DeleteDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const { name } = dataset;
  const remove = useMutation({
    mutationFn: () => call(api.DELETE(DATASET, { params: { path: { dataset_id: dataset.id } } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("deleted", { name }) });
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("deleteTitle", { name })}
      description={t("deleteWhat", { count: dataset.document_count ?? 0 })}
      action={t("deleteAction")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
