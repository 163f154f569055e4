import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { whenText } from "@/features/workflows/kinds/schedule";
import { Badge, errorText, RelativeTime, SavedCheckbox, Td, Tooltip, toasts } from "@/ui";
import { Firings } from "./Firings";
import { type Schedule, schedulesKey, switchSchedule } from "./queries";
import { ScheduledTime } from "./ScheduledTime";
import { toneOf } from "./states";

/** A schedule, and below it, when it is opened, its times. */
export function ScheduleRow({ schedule, open }: { schedule: Schedule; open: boolean }) {
  const { t, i18n } = useTranslation(["triggers", "workflows"]);
  const { t: words } = useTranslation("workflows");
  const navigate = useNavigate({ from: "/schedules" });
  const { app_id, app_name, cron, failures, last, looked_at, next_times, node_id, timezone, title } = schedule;
  const toggle = () => void navigate({ search: open ? {} : { schedule: schedule.id }, replace: true });
  return (
    <>
      <tr>
        <Td className="min-w-48 wrap-anywhere">
          <button
            type="button"
            aria-expanded={open}
            className="flex items-start gap-1.5 rounded text-left font-medium"
            onClick={toggle}
          >
            <ChevronRight aria-hidden size={14} className={clsx("mt-1 shrink-0 text-muted", open && "rotate-90")} />
            {title || t("schedules.untitled")}
          </button>
          <div className="pl-5 text-xs text-muted">
            <Link
              to="/apps/$appId/workflow"
              params={{ appId: app_id }}
              search={{ node: node_id }}
              className="rounded underline-offset-2 hover:underline"
            >
              {app_name}
            </Link>
            {" · "}
            {whenText(words, i18n.language, cron)}
            {" · "}
            {timezone}
          </div>
        </Td>
        <Td className="whitespace-nowrap">
          {next_times[0] ? <ScheduledTime at={next_times[0]} zone={timezone} /> : <span className="text-muted">–</span>}
        </Td>
        <Td className="whitespace-nowrap">
          {last ? (
            <span className="flex flex-col items-start gap-0.5">
              <Last status={last.status} error={last.error} />
              <span className="text-xs text-muted">
                <RelativeTime at={last.at} />
              </span>
            </span>
          ) : (
            <span className="text-muted">–</span>
          )}
        </Td>
        <Td number className={clsx("whitespace-nowrap", failures ? "text-danger-ink" : "text-muted")}>
          {looked_at ? t("schedules.failuresOf", { failures, count: looked_at }) : "–"}
        </Td>
        {/* Its words for screen readers stand outside the table otherwise, and make the page wider. */}
        <Td className="relative">
          <OnOff schedule={schedule} />
        </Td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5} className="bg-page px-3 py-3 sm:px-5">
            <Firings schedule={schedule} />
          </td>
        </tr>
      )}
    </>
  );
}

function Last({ status, error }: { status: string; error: string | null }) {
  const { t } = useTranslation("triggers");
  const badge = (
    <Badge tone={toneOf(status)}>{t(`schedules.states.${status}` as never, { defaultValue: status })}</Badge>
  );
  return error ? (
    <Tooltip text={error}>
      <span>{badge}</span>
    </Tooltip>
  ) : (
    badge
  );
}

function OnOff({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation("triggers");
  const { can } = useMember();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (on: boolean) => switchSchedule(schedule, on),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <SavedCheckbox
      label={<span className="sr-only">{t("schedules.switch", { name: schedule.title })}</span>}
      checked={schedule.enabled}
      disabled={!can("edit")}
      save={(on) => change.mutateAsync(on)}
    />
  );
}
