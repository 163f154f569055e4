import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, FormError, Section } from "@/ui";
import { DATASET, type Dataset, datasetKey } from "../queries";

/** What is searched is compared with the documents, as it is every night. */
export function CheckSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: (fix: boolean) =>
      call(api.POST(`${DATASET}/check`, { params: { path: { dataset_id: dataset.id } }, body: { fix } })),
    onSuccess: (_, fix) => (fix ? queries.invalidateQueries({ queryKey: datasetKey(dataset.id) }) : undefined),
  });
  const { data: found, variables: fixing } = check;
  const bad = found !== undefined && found.orphans + found.incomplete > 0;
  return (
    <Section title={t("check.title")} description={t("check.what")}>
      <div className="flex flex-col items-start gap-3">
        {found && (
          <p role="status">
            {bad
              ? [
                  found.orphans > 0 && t(fixing ? "check.removed" : "check.orphans", { count: found.orphans }),
                  found.incomplete > 0 && t(fixing ? "check.queued" : "check.incomplete", { count: found.incomplete }),
                ]
                  .filter(Boolean)
                  .join(" ")
              : t("check.good")}
          </p>
        )}
        <FormError error={check.error} />
        <div className="flex gap-2">
          <Button busy={check.isPending} onClick={() => check.mutate(false)}>
            {t("check.action")}
          </Button>
          {bad && !fixing && (
            <Button look="primary" onClick={() => check.mutate(true)}>
              {t("check.fix")}
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
