import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { type Chosen, ModelSelect } from "@/features/providers/ModelSelect";
import { Button, Field, FormError, QueryView, Section, Select, Skeleton, SkeletonRows, submitting } from "@/ui";
import { DATASET, type Dataset, datasetsKey } from "../queries";
import { BuildingIndex } from "./BuildingIndex";
import { codeOf, languagesIn } from "./languages";
import { estimateQuery, type Index, indexesQuery } from "./queries";

/** By which model and in which language it is indexed, and the change of either while it goes on answering. */
export function IndexSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const found = useQuery(indexesQuery(dataset.id));
  useSwitches(found.data);
  return (
    <Section title={t("switching.title")} description={t("switching.what")}>
      <QueryView query={found} skeleton={<SkeletonRows rows={2} className="h-9" />}>
        {(indexes) => (
          <div className="flex flex-col gap-6">
            <ModelForm dataset={dataset} building={inTheMaking(indexes, "vectors")} />
            <LanguageForm dataset={dataset} building={inTheMaking(indexes, "words")} />
          </div>
        )}
      </QueryView>
    </Section>
  );
}

const inTheMaking = (indexes: Index[], kind: Index["kind"]) =>
  indexes.find((each) => each.kind === kind && each.state === "building");

/** Once an index has begun to answer, the knowledge base has its model and its language. */
function useSwitches(indexes: Index[] | undefined) {
  const queries = useQueryClient();
  const active = indexes?.map(({ id, state }) => (state === "active" ? id : "")).join();
  const before = useRef(active);
  useEffect(() => {
    if (before.current !== undefined && before.current !== active)
      void queries.invalidateQueries({
        queryKey: datasetsKey,
        predicate: ({ queryKey }) => !queryKey.includes("indexes"),
      });
    before.current = active;
  }, [active, queries]);
}

type FormProps = { dataset: Dataset; building: Index | undefined };

function ModelForm({ dataset, building }: FormProps) {
  const { t } = useTranslation("datasets");
  const save = useIndexChange(dataset.id);
  const current = modelOf(dataset);
  const [given, setGiven] = useState<Chosen | null | undefined>();
  const chosen = given === undefined ? current : given;
  const differs = chosen?.name !== current?.name || chosen?.provider !== current?.provider;
  const submit = () =>
    save.mutate(
      chosen
        ? {
            indexing_technique: "high_quality",
            embedding_model: chosen.name,
            embedding_model_provider: chosen.provider,
          }
        : { indexing_technique: "economy" },
      { onSuccess: () => setGiven(undefined) },
    );
  if (building) return <BuildingIndex datasetId={dataset.id} index={building} name={building.embedding_model ?? ""} />;
  return (
    <form onSubmit={submitting(submit)} className="flex flex-col gap-3" noValidate>
      <Field label={t("switching.model")} hint={t("switching.modelHint")}>
        <ModelSelect type="text-embedding" value={chosen} onChange={setGiven} none={t("switching.noModel")} />
      </Field>
      {differs && (chosen ? <Cost datasetId={dataset.id} model={chosen} /> : <p>{t("switching.toWords")}</p>)}
      <FormError error={save.error} />
      <Button type="submit" className="self-start" disabled={!differs} busy={save.isPending}>
        {t("switching.switchModel")}
      </Button>
    </form>
  );
}

/** Before anything is begun: what would be embedded, and what that costs. */
function Cost({ datasetId, model }: { datasetId: string; model: Chosen }) {
  const { t, i18n } = useTranslation("datasets");
  const found = useQuery(estimateQuery(datasetId, model));
  if (found.isPending) return <Skeleton className="h-5" />;
  if (found.isError) return <FormError error={found.error} />;
  const { texts, tokens, price, currency } = found.data;
  const money = new Intl.NumberFormat(i18n.language, { style: "currency", currency, maximumSignificantDigits: 2 });
  return (
    <p role="status">
      {texts === 0 ? t("switching.known") : t("switching.takes", { count: texts, tokens })}
      {texts > 0 &&
        ` ${price === null ? t("switching.noPrice") : t("switching.price", { price: money.format(Number(price)) })}`}
    </p>
  );
}

function LanguageForm({ dataset, building }: FormProps) {
  const { t, i18n } = useTranslation("datasets");
  const save = useIndexChange(dataset.id);
  const current = codeOf(dataset.doc_language ?? "") ?? "";
  const [given, setGiven] = useState<string | undefined>();
  const languages = languagesIn(i18n.language);
  const nameOf = (stored: string) => languages.find(({ code }) => code === codeOf(stored))?.name ?? stored;
  const chosen = given ?? current;
  if (building)
    return <BuildingIndex datasetId={dataset.id} index={building} name={nameOf(building.doc_language ?? "")} />;
  const submit = () => save.mutate({ doc_language: chosen }, { onSuccess: () => setGiven(undefined) });
  return (
    <form onSubmit={submitting(submit)} className="flex flex-col gap-3" noValidate>
      <Field label={t("switching.language")} hint={t("switching.languageHint")}>
        <Select value={chosen} onChange={(event) => setGiven(event.target.value)}>
          {current === "" && <option value="">{dataset.doc_language}</option>}
          {languages.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <FormError error={save.error} />
      <Button type="submit" className="self-start" disabled={chosen === current} busy={save.isPending}>
        {t("switching.switchLanguage")}
      </Button>
    </form>
  );
}

function modelOf({ indexing_technique, embedding_model: name, embedding_model_provider: provider }: Dataset) {
  return indexing_technique === "high_quality" && name && provider ? { name, provider } : null;
}

/** What answers changes at once, or an index is being built. */
function useIndexChange(datasetId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["DatasetUpdate"]) =>
      call(api.PATCH(DATASET, { params: { path: { dataset_id: datasetId } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: datasetsKey }),
  });
}
