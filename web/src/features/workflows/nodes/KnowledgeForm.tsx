import { Plus } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chosen } from "@/features/datasets/choosing/Chosen";
import { FilterChoice } from "@/features/datasets/filters/FilterChoice";
import { useDatasets } from "@/features/datasets/queries";
import { RankingFields } from "@/features/datasets/retrieval/RankingFields";
import { rankingOf, withRanking } from "@/features/datasets/retrieval/ranking";
import { Button, Checkbox, Field } from "@/ui";
import { ModelField } from "../fields/ModelField";
import { FoldedPart, Part } from "../fields/Part";
import { VariablePicker } from "../fields/VariablePicker";
import { rowOf, selectorOf, textsOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const ChooseDialog = lazy(() => import("@/features/datasets/choosing/ChooseDialog"));

/** Passages of knowledge bases that answer a question. */
export default function KnowledgeForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const [choosing, setChoosing] = useState(false);
  const ids = textsOf(data.dataset_ids);
  const found = useDatasets(ids);
  const weighs = found.data?.some((each) => each.indexing_technique === "high_quality") ?? false;
  const ranking = rowOf(data.multiple_retrieval_config);
  const isSingle = data.retrieval_mode === "single";
  const single = rowOf(data.single_retrieval_config);
  const filters = data.metadata_filtering_mode === "automatic";
  return (
    <>
      <Field label={t("forms.knowledge.query")}>
        <VariablePicker
          label={t("forms.knowledge.query")}
          accepts={["string"]}
          value={selectorOf(data.query_variable_selector)}
          variables={variables}
          readOnly={readOnly}
          onChange={(selector) => change({ query_variable_selector: selector })}
        />
      </Field>
      <Part
        title={t("forms.knowledge.bases")}
        actions={
          !readOnly && (
            <Button
              size="small"
              icon={<Plus aria-hidden size={12} />}
              onClick={() => startTransition(() => setChoosing(true))}
            >
              {t("forms.rows.add")}
            </Button>
          )
        }
      >
        {ids.length === 0 ? (
          <p className="text-sm text-muted">{t("forms.knowledge.none")}</p>
        ) : (
          <fieldset disabled={readOnly} className="min-w-0">
            <Chosen ids={ids} found={found} onChange={(dataset_ids) => change({ dataset_ids })} />
          </fieldset>
        )}
        {ids.length > 1 && (
          <Checkbox
            label={t("forms.knowledge.single")}
            checked={isSingle}
            disabled={readOnly}
            onChange={(event) => change({ retrieval_mode: event.target.checked ? "single" : "multiple" })}
          />
        )}
      </Part>
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-5">
        <FoldedPart title={t("forms.knowledge.settings")}>
          <RankingFields
            ranking={rankingOf(ranking)}
            weighs={weighs}
            onChange={(patch) => change({ multiple_retrieval_config: withRanking(ranking, patch) })}
          />
        </FoldedPart>
        {ids.length > 0 && (
          <FilterChoice ids={ids} configs={data as Record<string, unknown>} decides onChange={change} />
        )}
      </fieldset>
      {isSingle && ids.length > 1 && (
        <ModelField
          value={single.model}
          readOnly={readOnly}
          onChange={(model) => change({ single_retrieval_config: { ...single, model } })}
        />
      )}
      {filters && !(isSingle && ids.length > 1) && (
        <ModelField
          value={data.metadata_model_config}
          readOnly={readOnly}
          onChange={(model) => change({ metadata_model_config: model })}
        />
      )}
      <Suspense>
        {choosing && (
          <ChooseDialog
            chosen={ids}
            onClose={() => setChoosing(false)}
            onDone={(dataset_ids) => {
              setChoosing(false);
              change({ dataset_ids });
            }}
          />
        )}
      </Suspense>
    </>
  );
}
