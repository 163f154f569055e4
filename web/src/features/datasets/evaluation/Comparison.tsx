import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Field, QueryView, Section, Select, SkeletonRows } from "@/ui";
import { type Compared, comparisonQuery, type Run } from "./queries";
import { shownDifference, shownShare } from "./shares";

const TONES = { better: "good", worse: "bad", same: "neutral", unjudged: "warn" } as const;

/** Two runs, question by question. */
export function Comparison({ datasetId, setId, runs }: { datasetId: string; setId: string; runs: Run[] }) {
  const { t } = useTranslation("datasets");
  const [before, setBefore] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  // The newest with the one before it, unless others are chosen.
  const run = runs.find((each) => each.id === after) ?? runs[0]!;
  const baseline = runs.find((each) => each.id === before) ?? runs[1]!;
  const found = useQuery(comparisonQuery(datasetId, setId, baseline.id, run.id));
  return (
    <Section title={t("evaluation.comparison")}>
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t("evaluation.baseline")} runs={runs} value={baseline.id} onChange={setBefore} />
          <Choice label={t("evaluation.against")} runs={runs} value={run.id} onChange={setAfter} />
        </div>
        <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
          {({ counts, data }) => (
            <>
              <p className="flex flex-wrap gap-2">
                {(["better", "worse", "same", "unjudged"] as const).map((each) => (
                  <Badge key={each} tone={TONES[each]}>
                    {t(`evaluation.changes.${each}`)} {counts[each] ?? 0}
                  </Badge>
                ))}
                <span className="text-xs text-muted tabular-nums">
                  nDCG@10 {shownShare(baseline.figures?.ndcg)} → {shownShare(run.figures?.ndcg)} (
                  {shownDifference(baseline.figures?.ndcg, run.figures?.ndcg)})
                </span>
              </p>
              <ol aria-label={t("evaluation.comparison")} className="flex flex-col divide-y divide-line">
                {data.map((each) => (
                  <Question key={each.question_id} compared={each} />
                ))}
              </ol>
            </>
          )}
        </QueryView>
      </div>
    </Section>
  );
}

type ChoiceProps = { label: string; runs: Run[]; value: string; onChange: (id: string) => void };

function Choice({ label, runs, value, onChange }: ChoiceProps) {
  const { t, i18n } = useTranslation("datasets");
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "short", timeStyle: "short" });
  return (
    <Field label={label}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        {runs.map((run) => (
          <option key={run.id} value={run.id}>
            {run.name || t("evaluation.unnamed")}, {time.format(run.created_at * 1000)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Question({ compared }: { compared: Compared }) {
  const { t } = useTranslation("datasets");
  const { question, change, before, after } = compared;
  return (
    <li className="py-2">
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1">
          <ChevronRight aria-hidden size={14} className="text-muted transition-transform group-open:rotate-90" />
          <Badge tone={TONES[change]}>{t(`evaluation.changes.${change}`)}</Badge>
          <span className="min-w-0 flex-1 wrap-anywhere">{question}</span>
          <span className="text-xs text-muted tabular-nums">
            {shownShare(before.ndcg)} → {shownShare(after.ndcg)}
          </span>
        </summary>
        <div className="mt-2 grid gap-4 sm:grid-cols-2">
          <Answers label={t("evaluation.baseline")} results={before.results} />
          <Answers label={t("evaluation.against")} results={after.results} />
        </div>
      </details>
    </li>
  );
}

function Answers({ label, results }: { label: string; results: Compared["before"]["results"] }) {
  const { t } = useTranslation("datasets");
  return (
    <div>
      <h3 className="text-xs font-medium text-muted">{label}</h3>
      {results.length === 0 && <p className="text-xs text-muted">{t("search.none")}</p>}
      <ol className="mt-1 flex list-decimal flex-col gap-1 pl-5 text-xs">
        {results.map((each) => (
          <li key={each.segment_id} className="wrap-anywhere">
            <span className="font-medium">{each.document}</span>{" "}
            {each.grade > 0 && <Badge tone="good">{t("evaluation.expected")}</Badge>}
            <span className="block text-muted">{each.quote}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
