import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError, api, call, type Schemas } from "@/api";
import { ErrorState, fieldTexts, SkeletonRows, useSettled } from "@/ui";
import type { NodeData } from "../graph/types";
import { whenText } from "../kinds/schedule";

export type FoundTimes = {
  times: Schemas["ScheduleTimes"] | undefined;
  /** What is wrong, by its place in the node's data. */
  errors: Record<string, string>;
  failure: unknown;
  retry: () => void;
};

const FIELDS = ["mode", "frequency", "visual_config", "cron_expression", "timezone"] as const;

/** When a schedule is due next. The server says it: it is the one that looks at the clock. */
export function useScheduleTimes(appId: string, data: NodeData): FoundTimes {
  const asked = Object.fromEntries(FIELDS.flatMap((name) => (data[name] == null ? [] : [[name, data[name]]])));
  const body = useSettled(JSON.stringify(asked));
  const found = useQuery({
    queryKey: ["schedule-times", appId, body],
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId } };
      return call(api.POST("/console/api/apps/{app_id}/schedules/times", { params, body: JSON.parse(body), signal }));
    },
    placeholderData: keepPreviousData,
    // A schedule that is wrong stays so.
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status === 400),
  });
  const isWrong = found.error instanceof ApiError && found.error.status === 400;
  return {
    times: found.isError ? undefined : found.data,
    errors: isWrong ? fieldTexts(found.error) : {},
    failure: isWrong ? undefined : (found.error ?? undefined),
    retry: () => void found.refetch(),
  };
}

/** The next five times, in the schedule's time zone. */
export function NextTimes({ found }: { found: FoundTimes }) {
  const { t, i18n } = useTranslation("workflows");
  const { times, errors, failure, retry } = found;
  if (failure) return <ErrorState error={failure} onRetry={retry} />;
  if (Object.keys(errors).length) return <p className="text-xs text-muted">{t("forms.schedule.never")}</p>;
  if (!times) return <SkeletonRows rows={2} className="h-5" />;
  const shown = new Intl.DateTimeFormat(i18n.language, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: times.timezone,
  });
  return (
    <div className="rounded-md border border-line px-3 py-2 text-sm" aria-live="polite">
      <p className="font-medium">{whenText(t, i18n.language, times.cron)}</p>
      <p className="mt-1 text-xs text-muted">{t("forms.schedule.next")}</p>
      <ol className="text-xs tabular-nums">
        {times.times.map((each) => (
          <li key={each}>
            <time dateTime={each}>{shown.format(new Date(each))}</time>
          </li>
        ))}
      </ol>
    </div>
  );
}
