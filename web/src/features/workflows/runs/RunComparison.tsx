import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Compared } from "@/features/assets/versions/diff/Lines";
import { Badge, Checkbox, QueryView, Section, SkeletonRows, Table, Td, Th } from "@/ui";
import { type RunDetail, runQuery, stepsQuery } from "../running/queries";
import { StatusBadge, StatusIcon } from "../running/Status";
import type { Step } from "../running/steps";
import { took } from "../running/values";
import { type Change, type ComparedNode, canonical, comparedSteps, linesOf } from "./compare";
import { priceText } from "./facts";

const TONES: Record<Change, "good" | "bad" | "warn" | "neutral"> = {
  added: "good",
  removed: "bad",
  changed: "warn",
  same: "neutral",
};

/** A run beside an earlier one: the whole, what they were given and gave, and each node. */
export function RunComparison({ appId, run, otherId }: { appId: string; run: RunDetail; otherId: string }) {
  const { t } = useTranslation("workflows");
  const other = useQuery(runQuery(appId, otherId));
  return (
    <Section title={t("runs.comparison")} description={t("runs.comparisonWhat")}>
      <QueryView query={other} skeleton={<SkeletonRows rows={3} />}>
        {(before) => (
          <div className="flex flex-col gap-4">
            <Totals appId={appId} before={before} after={run} />
            <Difference title={t("running.inputs")} before={before.inputs} after={run.inputs} />
            <Difference title={t("running.outputs")} before={before.outputs} after={run.outputs} />
            <Nodes appId={appId} before={before.id} after={run.id} />
          </div>
        )}
      </QueryView>
    </Section>
  );
}

function Totals({ appId, before, after }: { appId: string; before: RunDetail; after: RunDetail }) {
  const { t, i18n } = useTranslation("workflows");
  const row = (name: string, run: RunDetail, link: boolean) => (
    <tr>
      <Td className="font-medium whitespace-nowrap">
        {link ? (
          <Link to="/apps/$appId/runs/$runId" params={{ appId, runId: run.id }} className="rounded underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </Td>
      <Td>
        <StatusBadge status={run.status} />
      </Td>
      <Td number>{took(run.elapsed_time)}</Td>
      <Td number>{run.total_steps.toLocaleString(i18n.language)}</Td>
      <Td number>{run.total_tokens.toLocaleString(i18n.language)}</Td>
      <Td number>{priceText(run) ?? "–"}</Td>
    </tr>
  );
  const head = (
    <>
      <Th>{t("runs.one")}</Th>
      <Th>{t("runs.status")}</Th>
      <Th number>{t("runs.time")}</Th>
      <Th number>{t("runs.steps")}</Th>
      <Th number>{t("runs.tokens")}</Th>
      <Th number>{t("runs.cost")}</Th>
    </>
  );
  return (
    <Table label={t("runs.totals")} head={head}>
      {row(t("runs.earlier"), before, true)}
      {row(t("runs.thisOne"), after, false)}
    </Table>
  );
}

type Values = Record<string, unknown> | null;
type DifferenceProps = { title: string; before: Values; after: Values };

/** Values of both, line by line; where they are the same, that alone. */
function Difference({ title, before, after }: DifferenceProps) {
  const { t } = useTranslation("workflows");
  const [one, other] = [plain(before), plain(after)];
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-muted">{title}</h3>
      {canonical(one) === canonical(other) ? (
        <p className="text-xs text-muted">{t("runs.equal")}</p>
      ) : (
        <div className="rounded-md border border-line">
          <Compared path={title} before={linesOf(one)} after={linesOf(other)} />
        </div>
      )}
    </section>
  );
}

/** What differs in every run says nothing. */
function plain(values: Values): Values {
  if (values === null) return null;
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !name.startsWith("sys.") || name === "sys.query"),
  );
}

function Nodes({ appId, before, after }: { appId: string; before: string; after: string }) {
  const { t } = useTranslation("workflows");
  const old = useQuery(stepsQuery(appId, before));
  const now = useQuery(stepsQuery(appId, after));
  const [all, setAll] = useState(false);
  return (
    <QueryView query={old} skeleton={<SkeletonRows rows={3} />}>
      {(one) => (
        <QueryView query={now} skeleton={<SkeletonRows rows={3} />}>
          {(other) => {
            const compared = comparedSteps(one, other);
            const shown = all ? compared : compared.filter((each) => each.change !== "same");
            const count = compared.filter((each) => each.change !== "same").length;
            return (
              <section aria-label={t("runs.nodes")} className="flex flex-col gap-2">
                <div className="flex flex-wrap items-center justify-between gap-2">
                  <h3 className="text-xs font-medium text-muted">{t("runs.nodesChanged", { count })}</h3>
                  <Checkbox
                    label={t("runs.showSame")}
                    checked={all}
                    onChange={(event) => setAll(event.target.checked)}
                  />
                </div>
                <ol className="divide-y divide-line rounded-md border border-line empty:hidden">
                  {shown.map((each) => (
                    <NodeRow key={each.nodeId} compared={each} />
                  ))}
                </ol>
              </section>
            );
          }}
        </QueryView>
      )}
    </QueryView>
  );
}

function NodeRow({ compared }: { compared: ComparedNode }) {
  const { t } = useTranslation("workflows");
  const [open, setOpen] = useState(false);
  const { title, nodeId, change, before, after } = compared;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full flex-wrap items-center gap-2 px-2 py-1.5 text-left text-sm hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden size={14} className={open ? "rotate-90 text-muted" : "text-muted"} />
        <Badge tone={TONES[change]}>{t(`runs.changes.${change}`)}</Badge>
        <span className="min-w-0 flex-1 truncate">{title || nodeId}</span>
        <Side step={before} />
        <span aria-hidden className="text-muted">
          →
        </span>
        <Side step={after} />
      </button>
      {open && (
        <div className="flex flex-col gap-3 px-3 pt-1 pb-3">
          <Difference title={t("running.inputs")} before={before?.inputs ?? null} after={after?.inputs ?? null} />
          <Difference title={t("running.outputs")} before={before?.outputs ?? null} after={after?.outputs ?? null} />
          {(before?.error || after?.error) && (
            <Difference
              title={t("runs.error")}
              before={before?.error ? { error: before.error } : null}
              after={after?.error ? { error: after.error } : null}
            />
          )}
        </div>
      )}
    </li>
  );
}

function Side({ step }: { step: Step | undefined }): ReactNode {
  const { t } = useTranslation("workflows");
  if (!step) return <span className="text-xs text-muted">{t("running.status.skipped")}</span>;
  return (
    <span className="inline-flex items-center gap-1 text-xs text-muted tabular-nums">
      <StatusIcon status={step.status} />
      {step.seconds !== null && took(step.seconds)}
    </span>
  );
}
