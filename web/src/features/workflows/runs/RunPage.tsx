import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { BackLink, DetailPage, Section, SkeletonRows } from "@/ui";
import { WaitingForms } from "../people/WaitingForms";
import { GraphPicture, type Tone } from "../picture/GraphPicture";
import { readGraph } from "../picture/reading";
import { isOpen, type RunDetail, runQuery, runsKey } from "../running/queries";
import { StatusIcon } from "../running/Status";
import { StatesContext, useNodeState } from "../running/states";
import type { Step } from "../running/steps";
import { Timeline } from "../running/Timeline";
import { ValueList } from "../running/ValueList";
import { AgainButton } from "./AgainButton";
import { RunComparison } from "./RunComparison";
import { RunHead } from "./RunHead";
import { useRunSteps } from "./useRunSteps";

/** One run: its graph with how each node fared, its steps in time, what it was given and gave. */
export function RunPage() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const { runId } = useParams({ from: "/console/apps/$appId/runs/$runId" });
  const found = useQuery(runQuery(app.id, runId));
  const back = (
    <BackLink to="/apps/$appId/runs" params={{ appId: app.id }}>
      {t("runs.all")}
    </BackLink>
  );
  return (
    <DetailPage title={t("runs.one")} back={back} query={found} skeleton={<SkeletonRows className="h-16" />}>
      {(run) => <Content key={run.id} appId={app.id} run={run} />}
    </DetailPage>
  );
}

function Content({ appId, run }: { appId: string; run: RunDetail }) {
  const { t } = useTranslation("workflows");
  const { node, with: other } = useSearch({ from: "/console/apps/$appId/runs/$runId" });
  const navigate = useNavigate({ from: "/apps/$appId/runs/$runId" });
  const queries = useQueryClient();
  const graph = useMemo(() => readGraph(run.graph), [run.graph]);
  const { states, steps } = useRunSteps(appId, run, graph);
  const show = (id: string) =>
    void navigate({ search: (before) => ({ ...before, node: id }), replace: true, resetScroll: false });
  const done = !isOpen(run) && run.status !== "paused";
  const actions = useCallback(
    (step: Step) => (
      <>
        {done && <AgainButton appId={appId} runId={run.id} nodeId={step.nodeId} />}
        <Link
          to="/apps/$appId/workflow"
          params={{ appId }}
          search={{ node: step.nodeId }}
          className="self-center rounded text-xs text-accent-ink underline"
        >
          {t("runs.toEditor")}
        </Link>
      </>
    ),
    [done, appId, run.id, t],
  );
  return (
    <StatesContext value={states}>
      <RunHead appId={appId} run={run} />
      {run.error && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 wrap-anywhere text-danger-ink">
          {run.error}
        </p>
      )}
      {run.status === "paused" && (
        <WaitingForms runId={run.id} onAnswered={() => void queries.invalidateQueries({ queryKey: runsKey(appId) })} />
      )}
      {other && <RunComparison appId={appId} run={run} otherId={other} />}
      <GraphPicture
        label={t("runs.graph")}
        graph={graph}
        toneOf={(id) => toneOf(states.get(id)?.status)}
        mark={(id) => <NodeMark nodeId={id} />}
        selected={node}
        onSelect={show}
      />
      <Section title={t("running.timeline")}>
        <div className="flex flex-col gap-2">
          {steps.length === 0 ? (
            <p className="text-muted">{t(isOpen(run) ? "runs.noStepsYet" : "runs.noSteps")}</p>
          ) : (
            <Timeline appId={appId} steps={steps} node={node} actions={actions} />
          )}
        </div>
      </Section>
      <div className="grid gap-4 lg:grid-cols-2">
        <ValueList title={t("running.inputs")} values={ownInputs(run.inputs)} />
        <ValueList title={t("running.outputs")} values={run.outputs} />
      </div>
    </StatesContext>
  );
}

/** Without what the run itself knows of itself. */
function ownInputs(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !name.startsWith("sys.") || name === "sys.query"),
  );
}

function toneOf(status: string | undefined): Tone | undefined {
  if (status === "succeeded") return "good";
  if (status === "failed") return "bad";
  if (status === "exception" || status === "retry" || status === "paused") return "warn";
  if (status === "running") return "info";
  return status === undefined ? undefined : "quiet";
}

function NodeMark({ nodeId }: { nodeId: string }) {
  const state = useNodeState(nodeId);
  return state ? <StatusIcon status={state.status} /> : null;
}
