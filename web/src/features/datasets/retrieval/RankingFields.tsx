import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { ModelSelect } from "@/features/providers/ModelSelect";
import { defaultModelQuery } from "@/features/providers/queries";
import { Checkbox, Field, Input, Select } from "@/ui";
import { MAX_TOP_K, type Ranking } from "./ranking";

type Props = {
  ranking: Ranking;
  onChange: (patch: Partial<Ranking>) => void;
  /** Whether it is searched by meaning and by words, so that both have a weight. */
  weighs: boolean;
  /** Of `weights` where nothing is said. */
  usualWeight?: number;
};

/** How many results there may be, how well they must fit, and what orders them. */
export function RankingFields({ ranking, onChange, weighs, usualWeight = 0.5 }: Props) {
  const { t } = useTranslation("datasets");
  const preset = useQuery(defaultModelQuery("rerank"));
  const rerank = (reranks: boolean) =>
    // Whoever turns it on means the usual model, until another is chosen.
    onChange({ reranks, ...(reranks && ranking.reranker === null && preset.data ? { reranker: preset.data } : {}) });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("ranking.topK")} hint={t("ranking.topKHint")}>
          <Input
            type="number"
            min={1}
            max={MAX_TOP_K}
            placeholder="4"
            value={ranking.topK ?? ""}
            onChange={(event) => onChange({ topK: event.target.value ? Number(event.target.value) : null })}
          />
        </Field>
        <Threshold ranking={ranking} onChange={onChange} />
      </div>
      <Field label={t("ranking.order")} hint={t(ranking.reranks ? "ranking.modelHint" : "ranking.weightsHint")}>
        <Select
          value={ranking.reranks ? "model" : "weights"}
          onChange={(event) => rerank(event.target.value === "model")}
        >
          <option value="weights">{t("ranking.weights")}</option>
          <option value="model">{t("ranking.model")}</option>
        </Select>
      </Field>
      {ranking.reranks && (
        <Field label={t("ranking.reranker")} error={ranking.reranker ? undefined : t("ranking.rerankerMissing")}>
          <ModelSelect
            type="rerank"
            value={ranking.reranker}
            none={t("ranking.chooseReranker")}
            onChange={(reranker) => onChange({ reranker })}
          />
        </Field>
      )}
      {weighs && <Weight weight={ranking.weight ?? usualWeight} onChange={(weight) => onChange({ weight })} />}
    </div>
  );
}

const USUAL_THRESHOLD = 0.2;

function Threshold({ ranking, onChange }: Pick<Props, "ranking" | "onChange">) {
  const { t } = useTranslation("datasets");
  const { threshold } = ranking;
  return (
    <div className="flex flex-col gap-1">
      <Checkbox
        className="font-medium"
        label={t("ranking.threshold")}
        checked={threshold !== null}
        onChange={(event) => onChange({ threshold: event.target.checked ? USUAL_THRESHOLD : null })}
      />
      <Input
        type="number"
        min={0}
        max={1}
        step={0.05}
        aria-label={t("ranking.threshold")}
        disabled={threshold === null}
        value={threshold ?? ""}
        onChange={(event) => onChange({ threshold: Number(event.target.value) })}
      />
      <p className="text-xs text-muted">{t("ranking.thresholdHint")}</p>
    </div>
  );
}

function Weight({ weight, onChange }: { weight: number; onChange: (weight: number) => void }) {
  const { t } = useTranslation("datasets");
  const id = useId();
  const percent = Math.round(weight * 100);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {t("ranking.weight")}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-valuetext={t("ranking.meaning", { percent })}
        className="w-full accent-accent"
        onChange={(event) => onChange(Number(event.target.value) / 100)}
      />
      <p aria-hidden className="flex justify-between text-xs text-muted tabular-nums">
        <span>{t("ranking.words", { percent: 100 - percent })}</span>
        <span>{t("ranking.meaning", { percent })}</span>
      </p>
    </div>
  );
}
