import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { RelativeTime, Table, Td, Th } from "@/ui";
import type { Run } from "../running/queries";
import { StatusBadge } from "../running/Status";
import { took } from "../running/values";
import { byText, fromText, priceText, versionText } from "./facts";

type TableProps = { appId: string; runs: Run[]; chosen: string[]; onChoose: (id: string, on: boolean) => void };

/** Runs with what is known of each; two can be chosen to be compared. */
export function RunTable({ appId, runs, chosen, onChoose }: TableProps) {
  const { t } = useTranslation("workflows");
  const head = (
    <>
      <Th>
        <span className="sr-only">{t("runs.choose")}</span>
      </Th>
      <Th>{t("runs.started")}</Th>
      <Th>{t("runs.status")}</Th>
      <Th>{t("runs.startedFrom")}</Th>
      <Th>{t("runs.version")}</Th>
      <Th>{t("runs.by")}</Th>
      <Th number>{t("runs.time")}</Th>
      <Th number>{t("runs.steps")}</Th>
      <Th number>{t("runs.tokens")}</Th>
      <Th number>{t("runs.cost")}</Th>
    </>
  );
  return (
    <Table label={t("runs.title")} head={head}>
      {runs.map((run) => (
        <RunRow
          key={run.id}
          appId={appId}
          run={run}
          chosen={chosen.includes(run.id)}
          onChoose={(on) => onChoose(run.id, on)}
        />
      ))}
    </Table>
  );
}

type RowProps = { appId: string; run: Run; chosen: boolean; onChoose: (on: boolean) => void };

function RunRow({ appId, run, chosen, onChoose }: RowProps) {
  const { t, i18n } = useTranslation("workflows");
  return (
    <tr className="hover:bg-hover">
      <Td>
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={t("runs.chooseOne", { id: run.id.slice(-8) })}
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      </Td>
      <Td className="whitespace-nowrap">
        <Link
          to="/apps/$appId/runs/$runId"
          params={{ appId, runId: run.id }}
          className="rounded font-medium hover:underline"
        >
          <RelativeTime at={run.created_at} />
        </Link>
      </Td>
      <Td title={run.error ?? undefined}>
        <StatusBadge status={run.status} />
      </Td>
      <Td className="whitespace-nowrap">{fromText(t, run.triggered_from)}</Td>
      <Td className="max-w-48 truncate">{versionText(t, i18n.language, run)}</Td>
      <Td className="max-w-40 truncate">{byText(run)}</Td>
      <Td number>{run.finished_at === null ? "–" : took(run.elapsed_time)}</Td>
      <Td number>{run.total_steps.toLocaleString(i18n.language)}</Td>
      <Td number>{run.total_tokens.toLocaleString(i18n.language)}</Td>
      <Td number>{priceText(run) ?? "–"}</Td>
    </tr>
  );
}
