import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, Button, errorText, QueryList, SkeletonRows, toasts } from "@/ui";
import { type Firing, firingsQuery, runAgain, type Schedule, schedulesKey } from "./queries";
import { ScheduledTime } from "./ScheduledTime";
import { canRunAgain, reasonOf, toneOf } from "./states";

/** The next times of a schedule, and what has come of the ones before. */
export function Firings({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation("triggers");
  const found = useInfiniteQuery(firingsQuery(schedule));
  const firings = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    // Where the table is wider than the screen, this stays in sight.
    <div className="sticky left-3 flex max-w-[calc(100vw-4rem)] flex-col gap-4">
      <section aria-label={t("schedules.nextTimes")}>
        <h2 className="text-xs font-medium text-muted">{t("schedules.nextTimes")}</h2>
        {schedule.next_times.length ? (
          <ol className="mt-1 flex flex-wrap gap-x-5 gap-y-1 tabular-nums">
            {schedule.next_times.map((each) => (
              <li key={each}>
                <ScheduledTime at={each} zone={schedule.timezone} />
              </li>
            ))}
          </ol>
        ) : (
          <p className="text-muted">{schedule.enabled ? t("schedules.never") : t("schedules.isOff")}</p>
        )}
      </section>
      <section aria-label={t("schedules.times")} className="flex flex-col gap-2">
        <h2 className="text-xs font-medium text-muted">{t("schedules.times")}</h2>
        <QueryList
          query={found}
          items={firings}
          skeleton={<SkeletonRows rows={3} className="h-7" />}
          empty={<p className="text-muted">{t("schedules.noTimes")}</p>}
        >
          {(all) => (
            <ul className="divide-y divide-line rounded-md border border-line bg-surface">
              {all.map((each) => (
                <FiringRow key={each.id} schedule={schedule} firing={each} />
              ))}
            </ul>
          )}
        </QueryList>
      </section>
    </div>
  );
}

function FiringRow({ schedule, firing }: { schedule: Schedule; firing: Firing }) {
  const { t } = useTranslation("triggers");
  const { can } = useMember();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => runAgain(schedule, firing),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  const reason = reasonOf(firing.reason);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
      <span className="tabular-nums">
        <ScheduledTime at={firing.due_at} zone={schedule.timezone} />
        {firing.until !== null && (
          <>
            {" – "}
            <ScheduledTime at={firing.until} zone={schedule.timezone} />
          </>
        )}
      </span>
      <Badge tone={toneOf(firing.status)}>
        {t(`schedules.states.${firing.status}` as never, { defaultValue: firing.status })}
      </Badge>
      <span className="min-w-0 flex-1 basis-40 text-xs wrap-anywhere text-muted">
        {reason ? t(`schedules.reasons.${reason}`) : firing.error}
      </span>
      {firing.run_id && (
        <Link
          to="/apps/$appId/runs/$runId"
          params={{ appId: schedule.app_id, runId: firing.run_id }}
          className="rounded text-accent-ink underline"
        >
          {t("events.run")}
        </Link>
      )}
      {can("edit") && canRunAgain(firing) && (
        <Button
          size="small"
          icon={<RotateCw aria-hidden size={14} />}
          busy={again.isPending}
          onClick={() => again.mutate()}
        >
          {firing.run_id ? t("schedules.again") : t("schedules.runIt")}
        </Button>
      )}
    </li>
  );
}
