import { useTranslation } from "react-i18next";
import { rowOf, rowsOf, textOf } from "../kinds/reading";
import type { Values } from "./steps";
import { took } from "./values";

/** Whether a step asked a model. */
export const isModelCall = (processData: Values | null): boolean => textOf(processData?.model_name) !== "";

/** Which model was asked what, and what that cost. */
export function ModelCall({ processData }: { processData: Values }) {
  const { t } = useTranslation("workflows");
  const usage = rowOf(processData.usage);
  const number = (name: string) => Number(usage[name] ?? 0);
  const price = Number(usage.total_price ?? 0);
  const facts = [
    t("running.asked", { count: number("prompt_tokens") }),
    t("running.answered", { count: number("completion_tokens") }),
    ...(price > 0 ? [`${price} ${textOf(usage.currency)}`] : []),
    ...(number("latency") > 0 ? [took(number("latency"))] : []),
  ];
  const prompts = rowsOf(processData.prompts);
  return (
    <section aria-label={t("running.modelCall")} className="flex min-w-0 flex-col gap-1.5">
      <h4 className="text-xs font-medium text-muted">{t("running.modelCall")}</h4>
      <p className="text-xs wrap-anywhere tabular-nums">
        <span className="font-mono">{textOf(processData.model_name)}</span>
        <span className="text-muted"> · {facts.join(" · ")}</span>
      </p>
      {prompts.length > 0 ? (
        <ol className="flex flex-col gap-1.5">
          {prompts.map((prompt, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
            <li key={at} className="rounded-md border border-line bg-sunken p-2">
              <p className="font-mono text-xs text-muted">{textOf(prompt.role)}</p>
              <Told text={textOf(prompt.text)} label={textOf(prompt.role)} />
            </li>
          ))}
        </ol>
      ) : (
        textOf(processData.prompts) && (
          <div className="rounded-md border border-line bg-sunken p-2">
            <Told text={textOf(processData.prompts)} label={t("running.modelCall")} />
          </div>
        )
      )}
    </section>
  );
}

function Told({ text, label }: { text: string; label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-48 overflow-auto text-xs wrap-anywhere whitespace-pre-wrap"
    >
      {text}
    </section>
  );
}
