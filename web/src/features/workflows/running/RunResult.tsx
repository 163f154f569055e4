import { useTranslation } from "react-i18next";
import { AnswerText } from "@/features/conversations/answering/AnswerText";
import { FormError, Spinner } from "@/ui";
import { StatusBadge } from "./Status";
import type { Tried } from "./trial";
import { ValueList } from "./ValueList";
import { took } from "./values";

/** How a run fares: its status, what it has said, what it gave, why it failed. */
export function RunResult({ tried }: { tried: Tried }) {
  const { t } = useTranslation("workflows");
  const { state, status, text, outputs, error, refusal, seconds, tokens, lost, stopping } = tried;
  const facts = [
    seconds === null ? "" : took(seconds),
    tokens > 0 ? t("running.tokens", { count: tokens }) : "",
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-3" aria-busy={state === "running"}>
      <p className="flex flex-wrap items-center gap-2 text-sm" role="status">
        {state === "running" ? (
          <>
            <Spinner />
            <span className="text-muted">
              {t(lost ? "running.lost" : stopping ? "running.stopping" : "running.atWork")}
            </span>
          </>
        ) : (
          <StatusBadge status={state === "paused" ? "paused" : (status ?? "failed")} />
        )}
        {facts.length > 0 && <span className="text-xs text-muted tabular-nums">{facts.join(" · ")}</span>}
      </p>
      {error && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger-ink">
          {error}
        </p>
      )}
      {refusal && refusal.message !== error && <FormError error={refusal} />}
      {text && (
        <section data-testid="run-text" aria-label={t("running.text")}>
          <AnswerText text={text} />
        </section>
      )}
      {state === "over" && outputs && <ValueList title={t("running.outputs")} values={outputs} />}
    </div>
  );
}
