import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, FormError, Progress } from "@/ui";
import { cancel, type Index, indexesKey, isInWork, retry } from "./queries";

type Props = { datasetId: string; index: Index; name: string };

/** How far an index is, or why it does not go on. Searches go on as before. */
export function BuildingIndex({ datasetId, index, name }: Props) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: indexesKey(datasetId) });
  const stop = useMutation({ mutationFn: () => cancel(datasetId, index.id), onSuccess });
  const again = useMutation({ mutationFn: () => retry(datasetId, index), onSuccess });
  const { completed_documents: completed, total_documents: total } = index;
  const goesOn = isInWork(index);
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3">
      <p className="wrap-anywhere">{t(goesOn ? "switching.building" : "switching.stopped", { name })}</p>
      {goesOn ? (
        <>
          <Progress value={total ? completed / total : 0} label={t("switching.progress", { name })} />
          <p className="text-xs text-muted" role="status">
            {t("switching.documents", { completed, count: total })}
          </p>
        </>
      ) : (
        <p className="text-xs wrap-anywhere text-danger-ink">{index.error}</p>
      )}
      <FormError error={stop.error ?? again.error} />
      <div className="flex gap-2">
        {!goesOn && (
          <Button busy={again.isPending} onClick={() => again.mutate()}>
            {t("switching.retry")}
          </Button>
        )}
        <Button busy={stop.isPending} onClick={() => stop.mutate()}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}
