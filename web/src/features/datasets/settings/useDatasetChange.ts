import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { toasts } from "@/ui";
import { DATASET, datasetKey, datasetsKey } from "../queries";

export type DatasetChange = Schemas["DatasetUpdate"];

/** Saves a change of one knowledge base. Whoever uses this shows the error. */
export function useDatasetChange(datasetId: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: DatasetChange) =>
      call(api.PATCH(DATASET, { params: { path: { dataset_id: datasetId } }, body })),
    onSuccess: (changed) => {
      queries.setQueryData(datasetKey(datasetId), changed);
      toasts.show({ kind: "success", title: t("saved") });
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
  });
}
