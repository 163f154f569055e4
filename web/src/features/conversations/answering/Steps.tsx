import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Spinner } from "@/ui";
import type { Step } from "./exchange";

/** What was thought and done on the way, folded. `working`: the answer is not over; `answering`: it has begun. */
export function Steps({ steps, working, answering = false }: { steps: Step[]; working: boolean; answering?: boolean }) {
  const { t } = useTranslation("conversations");
  if (steps.length === 0) return null;
  return (
    <ol aria-label={t("steps.title")} className="flex flex-col gap-1">
      {steps.map((step, at) => (
        <li key={step.id}>
          <StepView step={step} working={working && isAtWork(step, answering || at < steps.length - 1)} />
        </li>
      ))}
    </ol>
  );
}

/** A call until its result is there; a thought until something follows it. */
function isAtWork(step: Step, followed: boolean): boolean {
  return step.tool ? !step.observation : !followed;
}

function StepView({ step, working }: { step: Step; working: boolean }) {
  const { t } = useTranslation("conversations");
  return (
    <details className="group rounded-md border border-line text-xs">
      <summary className="flex cursor-pointer list-none items-center gap-2 px-2.5 py-1.5 [&::-webkit-details-marker]:hidden">
        {working ? (
          <Spinner />
        ) : (
          <ChevronRight aria-hidden size={12} className="shrink-0 transition-transform group-open:rotate-90" />
        )}
        <code className="shrink-0 font-mono font-medium">{step.tool || t("steps.thought")}</code>
        <span className="truncate text-muted">{step.tool_input || step.thought}</span>
      </summary>
      <dl className="flex flex-col gap-2 border-t border-line p-2.5">
        {step.thought && <Part name={t("steps.thought")} text={step.thought} />}
        {step.tool_input && <Part name={t("steps.input")} text={step.tool_input} />}
        {step.observation && <Part name={t("steps.observation")} text={step.observation} />}
      </dl>
    </details>
  );
}

function Part({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt className="text-muted">{name}</dt>
      <dd>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-1 max-h-60 overflow-auto rounded bg-sunken p-2 font-mono whitespace-pre-wrap break-words"
        >
          {text}
        </pre>
      </dd>
    </div>
  );
}
