import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field, FormError, Section, Select, submitting } from "@/ui";
import type { Dataset } from "../queries";
import { RankingFields } from "../retrieval/RankingFields";
import { type Given, rankingOf, withRanking } from "../retrieval/ranking";
import { type DatasetChange, useDatasetChange } from "./useDatasetChange";

const METHODS = ["hybrid_search", "semantic_search", "full_text_search"] as const;

/** How it is searched where whoever asks says nothing else: in the search test, and by the API. */
export function RetrievalSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const save = useDatasetChange(dataset.id);
  const [given, setGiven] = useState<Given>(dataset.retrieval_model_dict ?? {});
  const byMeaning = dataset.indexing_technique === "high_quality";
  const method = METHODS.find((each) => each === given.search_method) ?? "hybrid_search";
  const ranking = rankingOf(given);
  const submit = () => save.mutate({ retrieval_model: given as DatasetChange["retrieval_model"] });
  return (
    <Section title={t("settings.retrieval")} description={t("settings.retrievalWhat")}>
      <form onSubmit={submitting(submit)} className="flex flex-col gap-4" noValidate>
        {byMeaning ? (
          <Field label={t("technique")} hint={t(`settings.methodHints.${method}`)}>
            <Select value={method} onChange={(event) => setGiven({ ...given, search_method: event.target.value })}>
              {METHODS.map((each) => (
                <option key={each} value={each}>
                  {t(`settings.methods.${each}`)}
                </option>
              ))}
            </Select>
          </Field>
        ) : (
          dataset.provider === "vendor" && <p className="text-muted">{t("settings.wordsOnly")}</p>
        )}
        <RankingFields
          ranking={ranking}
          weighs={byMeaning && method === "hybrid_search"}
          onChange={(patch) => setGiven(withRanking(given, patch))}
        />
        <FormError error={save.error} />
        <Button
          type="submit"
          look="primary"
          className="self-start"
          disabled={ranking.reranks && ranking.reranker === null}
          busy={save.isPending}
        >
          {t("save")}
        </Button>
      </form>
    </Section>
  );
}
