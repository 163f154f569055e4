import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, FormError, toasts } from "@/ui";
import { DATASET, type Dataset, datasetsKey } from "./queries";

/** Of a knowledge base whose owner has left the workspace. */
export default function TakeOverDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const { name } = dataset;
  const take = useMutation({
    mutationFn: () => call(api.POST(`${DATASET}/take-over`, { params: { path: { dataset_id: dataset.id } } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("others.taken", { name }) });
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("others.takeTitle", { name })}
      description={t("others.takeWhat")}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="primary" busy={take.isPending} onClick={() => take.mutate()}>
            {t("others.take")}
          </Button>
        </>
      }
    >
      {take.error && <FormError error={take.error} />}
    </Dialog>
  );
}
