import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import {
  Button,
  duration,
  EmptyState,
  Page,
  QueryList,
  RelativeTime,
  SearchInput,
  Select,
  SkeletonRows,
  Table,
  Td,
  Th,
  useAddressText,
} from "@/ui";
import { type Run, runsQuery } from "../running/queries";
import { StatusBadge } from "../running/Status";
import { byText, FROM, fromText, priceText, versionText } from "./facts";
import type { RunsSearch } from "./search";

const STATUSES = ["running", "paused", "succeeded", "partial-succeeded", "failed", "stopped", "queued"] as const;

/** What the app has run, the newest first. */
export function RunsPage() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const search = useSearch({ from: "/console/apps/$appId/runs/" });
  const wanted = useDeferredValue(search);
  const found = useInfiniteQuery(runsQuery(app.id, wanted));
  const runs = found.data?.pages.flatMap((page) => page.data) ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const isFiltered = Object.keys(search).length > 0;
  const choose = (id: string, on: boolean) =>
    setChosen((before) => (on ? [...before.slice(-1), id] : before.filter((each) => each !== id)));
  return (
    <Page
      title={t("runs.title")}
      description={t("runs.what")}
      actions={runs.length > 1 && <CompareLink appId={app.id} runs={runs} chosen={chosen} />}
    >
      <Filters search={search} />
      <QueryList
        query={found}
        items={runs}
        skeleton={<SkeletonRows className="h-10" />}
        empty={
          isFiltered ? (
            <p className="text-muted">{t("runs.noneFound")}</p>
          ) : (
            <EmptyState icon={<ListChecks aria-hidden size={28} />} title={t("runs.none")}>
              {t("runs.noneWhat")}
            </EmptyState>
          )
        }
      >
        {(all) => <RunTable appId={app.id} runs={all} chosen={chosen} onChoose={choose} />}
      </QueryList>
    </Page>
  );
}

function Filters({ search }: { search: RunsSearch }) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate({ from: "/apps/$appId/runs/" });
  const set = (patch: RunsSearch) => {
    const next = Object.entries({ ...search, ...patch }).filter(([, value]) => value);
    void navigate({ search: Object.fromEntries(next), replace: true });
  };
  const [keyword, setKeyword] = useAddressText(search.keyword ?? "", (text) => set({ keyword: text }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput
        label={t("runs.search")}
        className="min-w-40 max-w-sm flex-1"
        maxLength={200}
        value={keyword}
        onChange={setKeyword}
      />
      <Select
        aria-label={t("runs.statusFilter")}
        className="w-auto!"
        value={search.status ?? ""}
        onChange={(event) => set({ status: event.target.value })}
      >
        <option value="">{t("runs.anyStatus")}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {t(`running.status.${status}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("runs.fromFilter")}
        className="w-auto!"
        value={search.from ?? ""}
        onChange={(event) => set({ from: event.target.value })}
      >
        <option value="">{t("runs.anyFrom")}</option>
        {FROM.map((from) => (
          <option key={from} value={from}>
            {fromText(t, from)}
          </option>
        ))}
      </Select>
      {search.workflow && (
        <Button size="small" onClick={() => set({ workflow: "" })}>
          {t("runs.allVersions")}
        </Button>
      )}
    </div>
  );
}

function CompareLink({ appId, runs, chosen }: { appId: string; runs: Run[]; chosen: string[] }) {
  const { t } = useTranslation("workflows");
  // The later one is what is looked at, the earlier one what it is held against.
  const [after, before] = runs.filter((run) => chosen.includes(run.id));
  if (!after || !before) return <p className="text-xs text-muted">{t("runs.chooseTwo")}</p>;
  return (
    <Link
      to="/apps/$appId/runs/$runId"
      params={{ appId, runId: after.id }}
      search={{ with: before.id }}
      className="inline-flex h-9 items-center rounded-md bg-accent px-3 text-sm font-medium text-on-accent hover:bg-accent-hover"
    >
      {t("runs.compare")}
    </Link>
  );
}

type TableProps = { appId: string; runs: Run[]; chosen: string[]; onChoose: (id: string, on: boolean) => void };

function RunTable({ appId, runs, chosen, onChoose }: TableProps) {
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
      <Td number>{run.finished_at === null ? "–" : duration(run.elapsed_time)}</Td>
      <Td number>{run.total_steps.toLocaleString(i18n.language)}</Td>
      <Td number>{run.total_tokens.toLocaleString(i18n.language)}</Td>
      <Td number>{priceText(run) ?? "–"}</Td>
    </tr>
  );
}
