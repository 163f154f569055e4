import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Button, Code, errorText, RelativeTime, toasts } from "@/ui";
import { eventsQuery, type TriggerEvent, triggersQuery } from "./queries";
import { Status } from "./Status";

type Props = { appId: string; triggerId: string; event: TriggerEvent };

export function EventRow({ appId, triggerId, event }: Props) {
  const { t } = useTranslation("triggers");
  const { can } = useMember();
  return (
    <li className="flex flex-col gap-2 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status status={event.status} />
        <RelativeTime at={event.received_at} />
        <span className="text-xs text-muted tabular-nums">{t("events.bytes", { count: event.size })}</span>
        <span className="flex-1" />
        {event.run_id && (
          <Link
            to="/apps/$appId/runs/$runId"
            params={{ appId, runId: event.run_id }}
            className="rounded text-sm text-accent-ink underline"
          >
            {t("events.run")}
          </Link>
        )}
        {can("edit") && <Again appId={appId} triggerId={triggerId} event={event} />}
      </div>
      {event.error && <p className="text-sm wrap-anywhere text-danger-ink">{event.error}</p>}
      {event.content !== null && (
        <details>
          <summary className="cursor-pointer rounded text-xs text-muted">{t("events.content")}</summary>
          <Code text={JSON.stringify(event.content, null, 2)} label={t("events.content")} />
        </details>
      )}
    </li>
  );
}

function Again({ appId, triggerId, event }: Props) {
  const { t } = useTranslation("triggers");
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => {
      const params = { path: { app_id: appId, trigger_id: triggerId, event_id: event.event_id } };
      return call(api.POST("/console/api/apps/{app_id}/triggers/{trigger_id}/events/{event_id}/run", { params }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: eventsQuery(appId, triggerId).queryKey });
      void queries.invalidateQueries({ queryKey: triggersQuery(appId).queryKey });
      toasts.show({ kind: "success", title: t("events.started") });
    },
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <Button
      size="small"
      icon={<RotateCcw aria-hidden size={14} />}
      busy={again.isPending}
      onClick={() => again.mutate()}
    >
      {t("events.again")}
    </Button>
  );
}
