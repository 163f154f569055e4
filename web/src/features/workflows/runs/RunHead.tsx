import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, DetailHead, errorText, exactTime, RelativeTime, Select, toasts } from "@/ui";
import { isOpen, type RunDetail, runsKey, runsQuery, stopRun } from "../running/queries";
import { StatusBadge } from "../running/Status";
import { took } from "../running/values";
import { byText, fromText, priceText, versionText } from "./facts";

/** What is known of a run, and what can be done with it. */
export function RunHead({ appId, run }: { appId: string; run: RunDetail }) {
  const { t } = useTranslation("workflows");
  const { can } = useMember();
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopRun(appId, run.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: runsKey(appId) }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  const unfinished = isOpen(run) || run.status === "paused";
  return (
    <DetailHead
      heading={
        <>
          {t("runs.one")}
          <StatusBadge status={run.status} />
        </>
      }
      facts={<Facts appId={appId} run={run} />}
    >
      {unfinished && can("edit") && (
        <Button
          icon={<Square aria-hidden size={12} fill="currentColor" />}
          busy={stop.isPending}
          onClick={() => stop.mutate()}
        >
          {t("running.stop")}
        </Button>
      )}
      {!unfinished && <CompareChoice appId={appId} run={run} />}
    </DetailHead>
  );
}

function Facts({ appId, run }: { appId: string; run: RunDetail }) {
  const { t, i18n } = useTranslation("workflows");
  const price = priceText(run);
  const by = byText(run);
  const said = [
    fromText(t, run.triggered_from),
    versionText(t, i18n.language, run),
    ...(by ? [by] : []),
    ...(run.finished_at === null ? [] : [took(run.elapsed_time)]),
    t("runs.stepCount", { count: run.total_steps }),
    ...(run.total_tokens > 0 ? [t("running.tokens", { count: run.total_tokens })] : []),
    ...(price ? [price] : []),
    ...(run.exceptions_count > 0 ? [t("runs.handled", { count: run.exceptions_count })] : []),
    ...(run.retry_index > 0 ? [t("runs.resumed", { count: run.retry_index })] : []),
  ];
  return (
    <p className="mt-1 text-xs text-muted tabular-nums">
      <RelativeTime at={run.created_at} /> · {said.join(" · ")}
      {run.forked_from && (
        <>
          {" · "}
          <Link
            to="/apps/$appId/runs/$runId"
            params={{ appId, runId: run.forked_from }}
            className="rounded text-accent-ink underline"
          >
            {t("runs.forked")}
          </Link>
        </>
      )}
    </p>
  );
}

/** Against which other run it is held. */
function CompareChoice({ appId, run }: { appId: string; run: RunDetail }) {
  const { t, i18n } = useTranslation("workflows");
  const { with: other } = useSearch({ from: "/console/apps/$appId/runs/$runId" });
  const navigate = useNavigate({ from: "/apps/$appId/runs/$runId" });
  const found = useInfiniteQuery(runsQuery(appId, {}));
  const runs = (found.data?.pages ?? []).flatMap((page) => page.data).filter((each) => each.id !== run.id);
  const isListed = !other || runs.some((each) => each.id === other);
  const choose = (id: string) => {
    const search = id ? { with: id } : {};
    void navigate({ search, replace: true, resetScroll: false });
  };
  if (runs.length === 0 && !other) return null;
  return (
    <Select
      aria-label={t("runs.compareWith")}
      className="w-auto! max-w-56"
      value={other ?? ""}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t("runs.compareWith")}</option>
      {!isListed && <option value={other}>{t("runs.earlier")}</option>}
      {runs.map((each) => (
        <option key={each.id} value={each.id}>
          {exactTime(each.created_at, i18n.language)}, {t(`running.status.${each.status as "failed"}`)}
        </option>
      ))}
    </Select>
  );
}
