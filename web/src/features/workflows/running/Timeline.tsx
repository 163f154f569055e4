import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "@/ui";
import { kindOf } from "../kinds/registry";
import { ItemList } from "./ItemList";
import { StatusIcon } from "./Status";
import { StepDetails } from "./StepDetails";
import { type Step, spansOf } from "./steps";
import { took } from "./values";

type Props = {
  appId: string;
  steps: readonly Step[];
  /** What can be done from a step, such as running again from there. */
  actions?: (step: Step) => ReactNode;
  /** A node that was chosen elsewhere: its last step is open. */
  node?: string | undefined;
};

const FIRST = 200;

/** The steps of a run in their order, each with when it was at work. */
export const Timeline = memo(function Timeline({ appId, steps, actions, node }: Props) {
  const { t } = useTranslation("workflows");
  const [all, setAll] = useState(false);
  const spans = spansOf(steps, Date.now() / 1000);
  const named = node === undefined ? undefined : steps.findLast((each) => each.nodeId === node)?.id;
  return (
    <>
      <ol
        aria-label={t("running.timeline")}
        className="@container divide-y divide-line rounded-md border border-line bg-surface"
      >
        {steps.slice(0, all ? undefined : FIRST).map((step) => (
          <Row
            key={`${step.id} ${step.id === named}`}
            appId={appId}
            step={step}
            span={spans.get(step.id)}
            named={step.id === named}
            actions={actions?.(step)}
          />
        ))}
      </ol>
      {!all && steps.length > FIRST && (
        <button
          type="button"
          className="self-start rounded text-sm text-accent-ink underline"
          onClick={() => setAll(true)}
        >
          {t("running.allSteps", { count: steps.length })}
        </button>
      )}
    </>
  );
});

type RowProps = {
  appId: string;
  step: Step;
  span: { from: number; to: number } | undefined;
  named: boolean;
  actions: ReactNode;
};

function Row({ appId, step, span, named, actions }: RowProps) {
  const { t } = useTranslation("workflows");
  const [open, setOpen] = useState(named);
  const { icon: Icon, isContainer } = kindOf(step.type);
  const container = step.frame ? `${step.frame}/${step.nodeId}` : step.nodeId;
  return (
    <li aria-current={named || undefined} className="first:rounded-t-md last:rounded-b-md">
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full items-center gap-2 px-2 py-1.5 text-left text-sm hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden size={14} className={clsx("shrink-0 text-muted", open && "rotate-90")} />
        <StatusIcon status={step.status} />
        <Icon aria-hidden size={14} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate" title={step.title}>
          {step.title || step.nodeId}
        </span>
        {step.reused && <Badge>{t("running.reused")}</Badge>}
        {step.attempt > 1 && <Badge tone="warn">{t("running.attempt", { number: step.attempt })}</Badge>}
        {step.tokens > 0 && (
          <span className="hidden text-xs text-muted tabular-nums @md:inline">
            {t("running.tokens", { count: step.tokens })}
          </span>
        )}
        <span className="w-14 shrink-0 text-right text-xs text-muted tabular-nums">
          {step.seconds !== null && !step.reused && took(step.seconds)}
        </span>
        <Bar span={span} status={step.status} />
      </button>
      {open && (
        <div className="px-3 pt-1 pb-3">
          <StepDetails appId={appId} step={step} actions={actions}>
            {isContainer && step.runId && step.seconds !== null && !step.reused && (
              <ItemList appId={appId} runId={step.runId} container={container}>
                {(steps) => <Timeline appId={appId} steps={steps} />}
              </ItemList>
            )}
          </StepDetails>
        </div>
      )}
    </li>
  );
}

/** When it was at work, between the run's beginning and end. */
function Bar({ span, status }: { span: RowProps["span"]; status: Step["status"] }) {
  const bad = status === "failed" || status === "exception" || status === "retry";
  return (
    <span aria-hidden className="relative hidden h-1.5 w-24 shrink-0 rounded bg-sunken @md:block @3xl:w-32">
      {span && (
        <span
          className={clsx("absolute h-full min-w-0.5 rounded", bad ? "bg-danger" : "bg-accent")}
          style={{ left: `${span.from * 100}%`, width: `${(span.to - span.from) * 100}%` }}
        />
      )}
    </span>
  );
}
