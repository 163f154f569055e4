import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { moneyOf } from "./money";

type Step = Schemas["ModelStepEstimate"];

/** What steps that ask a model would take: at most, since nothing is asked twice. */
export function StepCosts({ steps }: { steps: Step[] }) {
  const { t, i18n } = useTranslation("datasets");
  if (steps.length === 0) return null;
  const cost = (step: Step) =>
    step.price_known
      ? moneyOf(Number(step.total_price), step.currency, i18n.language)
      : t(step.model ? "pipeline.noPrice" : "pipeline.noModel");
  return (
    <section aria-label={t("pipeline.costs")} className="flex flex-col gap-1 text-xs">
      <h3 className="font-medium">{t("pipeline.costs")}</h3>
      <ul className="flex flex-col gap-0.5 text-muted tabular-nums">
        {steps.map((step) => (
          <li key={step.type} className="wrap-anywhere">
            {t(`pipeline.steps.${step.type}` as never, { defaultValue: step.type })}
            {step.model && ` (${step.model})`}: {t("pipeline.requests", { count: step.requests, tokens: step.tokens })}{" "}
            · {cost(step)}
          </li>
        ))}
      </ul>
    </section>
  );
}
