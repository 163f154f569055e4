import { useTranslation } from "react-i18next";
import { ApiError } from "@/api";
import { Badge, useErrorText } from "@/ui";
import { type Document, type State, stateOf, stepOf } from "./states";

const TONES: Record<State, "neutral" | "good" | "bad" | "warn" | "info"> = {
  queuing: "info",
  indexing: "info",
  paused: "warn",
  error: "bad",
  available: "good",
  disabled: "neutral",
  archived: "neutral",
};

/** The state, the step of what is in work, and why it failed. */
export function Status({ document }: { document: Document }) {
  const { t } = useTranslation("datasets");
  const { completed_segments: completed, total_segments: total } = document;
  const state = stateOf(document);
  const step = stepOf(document);
  return (
    <div className="flex flex-col items-start gap-0.5">
      <Badge tone={TONES[state]}>{t(`document.states.${state}`)}</Badge>
      {step && step !== "waiting" && (
        <span className="text-xs text-muted tabular-nums">
          {t(`document.steps.${step}`)}
          {step === "indexing" && total > 0 && ` ${completed} / ${total}`}
        </span>
      )}
      {document.indexing_status === "error" && <Reason document={document} />}
    </div>
  );
}

function Reason({ document }: { document: Document }) {
  const text = useErrorText(new ApiError(document.error_code ?? "", document.error ?? "", 400));
  return <span className="text-xs wrap-anywhere text-danger-ink">{text}</span>;
}
