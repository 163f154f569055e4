import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Button, EmptyState, Page, QueryList, SearchInput, Select, SkeletonRows, useAddressText } from "@/ui";
import { type Run, runsQuery } from "../running/queries";
import { FROM, fromText } from "./facts";
import { RunTable } from "./RunTable";
import type { RunsSearch } from "./search";

const STATUSES = ["running", "paused", "succeeded", "partial-succeeded", "failed", "stopped", "queued"] as const;

/** What the app has run, the newest first. */
export function RunsPage() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const search = useSearch({ from: "/console/apps/$appId/runs/" });
  const wanted = useDeferredValue(search);
  const found = useInfiniteQuery(runsQuery(app.id, { ...wanted, status: wanted.state }));
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
        value={search.state ?? ""}
        onChange={(event) => set({ state: event.target.value })}
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
