import { Plus } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Chosen } from "@/features/datasets/choosing/Chosen";
import { FilterChoice } from "@/features/datasets/filters/FilterChoice";
import { useDatasets, useLostBy } from "@/features/datasets/queries";
import { RankingFields } from "@/features/datasets/retrieval/RankingFields";
import { rankingOf, withRanking } from "@/features/datasets/retrieval/ranking";
import { Button, Checkbox, Field, Section, Select } from "@/ui";
import type { Draft } from "../draft";
import { datasetIdsOf, isSingle, withDatasetIds, withSingle } from "./config";

const ChooseDialog = lazy(() => import("@/features/datasets/choosing/ChooseDialog"));

/** The knowledge bases that answers draw on, and how they are searched. */
export function KnowledgeSection({ draft }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const { id, mode } = useApp();
  const { config, change } = draft;
  const configs = config.dataset_configs;
  const ids = datasetIdsOf(configs);
  const found = useDatasets(ids);
  const lostBy = useLostBy(id, ids.length > 0);
  const [choosing, setChoosing] = useState(false);
  const choose = (next: string[]) =>
    change({
      dataset_configs: withDatasetIds(configs, next),
      // Whoever adds the first wants to see what an answer rests on.
      ...(ids.length === 0 && next.length > 0 ? { retriever_resource: { enabled: true } } : {}),
    });
  // An agent chooses by itself what it searches.
  const decides = mode !== "agent-chat";
  const weighs = found.data?.some((each) => each.indexing_technique === "high_quality") ?? false;
  return (
    <Section
      title={t("knowledge.title")}
      description={t(mode === "agent-chat" ? "knowledge.whatAgent" : "knowledge.what")}
      actions={
        <Button
          size="small"
          icon={<Plus aria-hidden size={12} />}
          onClick={() => startTransition(() => setChoosing(true))}
        >
          {t("knowledge.add")}
        </Button>
      }
    >
      {ids.length === 0 ? (
        <p className="text-muted">{t("knowledge.none")}</p>
      ) : (
        <div className="flex flex-col gap-4">
          <Chosen ids={ids} found={found} lostBy={lostBy} onChange={choose} />
          <Checkbox
            label={t("knowledge.cite")}
            checked={config.retriever_resource.enabled ?? false}
            onChange={(event) => change({ retriever_resource: { enabled: event.target.checked } })}
          />
          {ids.length > 1 && decides && (
            <Checkbox
              label={t("knowledge.single")}
              checked={isSingle(configs)}
              onChange={(event) => change({ dataset_configs: withSingle(configs, event.target.checked) })}
            />
          )}
          {mode === "completion" && <QueryChoice draft={draft} />}
          <details className="rounded-md border border-line">
            <summary className="cursor-pointer rounded-md px-3 py-2">{t("knowledge.settings")}</summary>
            <div className="border-t border-line p-3">
              <RankingFields
                ranking={rankingOf(configs)}
                weighs={weighs}
                onChange={(patch) => change({ dataset_configs: withRanking(configs, patch) })}
              />
            </div>
          </details>
          <FilterChoice
            ids={ids}
            configs={configs}
            decides={decides}
            onChange={(next) => change({ dataset_configs: next })}
          />
        </div>
      )}
      <Suspense>
        {choosing && (
          <ChooseDialog
            chosen={ids}
            onClose={() => setChoosing(false)}
            onDone={(next) => {
              setChoosing(false);
              choose(next);
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}

/** What is searched for where nobody asks: one of the form's fields. */
function QueryChoice({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const { dataset_query_variable: chosen, user_input_form: form } = config;
  const names = form.map((field) => field.variable);
  return (
    <Field label={t("knowledge.query")} hint={t("knowledge.queryHint")}>
      <Select value={chosen} onChange={(event) => change({ dataset_query_variable: event.target.value })}>
        <option value="">{t("knowledge.queryText")}</option>
        {chosen && !names.includes(chosen) && <option>{chosen}</option>}
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
    </Field>
  );
}
