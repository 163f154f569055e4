import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, Input, Select } from "@/ui";
import type { Dataset } from "../queries";
import { RankingFields } from "../retrieval/RankingFields";
import { type Given, rankingOf, withRanking } from "../retrieval/ranking";
import { evaluationKey, startRun } from "./queries";

const METHODS = ["hybrid_search", "semantic_search", "full_text_search"] as const;

/** All questions once more, with these settings. */
export function RunDialog({ dataset, setId, onClose }: { dataset: Dataset; setId: string; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [given, setGiven] = useState<Given>(dataset.retrieval_model_dict ?? {});
  const byMeaning = dataset.indexing_technique === "high_quality";
  const method = METHODS.find((each) => each === given.search_method) ?? "hybrid_search";
  const ranking = rankingOf(given);
  const start = useMutation({
    mutationFn: () => startRun(dataset.id, setId, { name: name.trim(), retrieval_model: given as never }),
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: evaluationKey(dataset.id) });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("evaluation.start")}
      onSubmit={() => start.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            busy={start.isPending}
            disabled={ranking.reranks && ranking.reranker === null}
          >
            {t("evaluation.startAction")}
          </Button>
        </>
      }
    >
      <p className="text-muted">{t("evaluation.startWhat")}</p>
      <Field label={t("evaluation.runName")}>
        <Input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {byMeaning && (
        <Field label={t("technique")} hint={t(`settings.methodHints.${method}`)}>
          <Select value={method} onChange={(event) => setGiven({ ...given, search_method: event.target.value })}>
            {METHODS.map((each) => (
              <option key={each} value={each}>
                {t(`settings.methods.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <RankingFields
        ranking={ranking}
        weighs={byMeaning && method === "hybrid_search"}
        onChange={(patch) => setGiven(withRanking(given, patch))}
      />
      <FormError error={start.error} />
    </Dialog>
  );
}
