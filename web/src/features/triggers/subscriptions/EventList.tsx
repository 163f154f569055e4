import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Code, QueryList, RelativeTime, SkeletonRows } from "@/ui";
import { eventsQuery, type Subscription, type SubscriptionEvent } from "./queries";
import { headlineOf } from "./source";

/** What a subscription has told, and what came of it. Asked for when somebody looks. */
export function EventList({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("triggers");
  const [open, setOpen] = useState(false);
  return (
    <details className="rounded-md border border-line" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-md px-3 py-2 text-sm">{t("subscriptions.events")}</summary>
      {open && (
        <div className="flex flex-col gap-2 border-t border-line p-3">
          <Events subscription={subscription} />
        </div>
      )}
    </details>
  );
}

function Events({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("triggers");
  const found = useInfiniteQuery(eventsQuery(subscription));
  const all = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <QueryList
      query={found}
      items={all}
      skeleton={<SkeletonRows rows={3} className="h-8" />}
      empty={<p className="text-sm text-muted">{t("subscriptions.noEvents")}</p>}
    >
      {(events) => (
        <ul aria-label={t("subscriptions.events")} className="flex flex-col divide-y divide-line">
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ul>
      )}
    </QueryList>
  );
}

function EventRow({ event }: { event: SubscriptionEvent }) {
  const { t } = useTranslation("triggers");
  const started = event.runs.filter(({ run_id }) => run_id !== null).length;
  const errors = [...new Set([event.error, ...event.runs.map(({ error }) => error)].filter((each) => each !== null))];
  return (
    <li className="py-1">
      <details>
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded px-1 py-1 text-sm">
          <span className="text-xs text-muted">
            <RelativeTime at={event.created_at} />
          </span>
          <span className="font-mono text-xs">{event.event}</span>
          <span className="min-w-0 flex-1 basis-40 wrap-anywhere">{headlineOf(event.content)}</span>
          {errors.length > 0 ? (
            <Badge tone="bad">{t("subscriptions.notStarted")}</Badge>
          ) : (
            <Badge tone={started > 0 ? "good" : "neutral"}>{t("subscriptions.started", { count: started })}</Badge>
          )}
        </summary>
        <div className="flex flex-col gap-2 px-1 py-2">
          {errors.map((error) => (
            <p key={error} className="text-sm wrap-anywhere text-danger-ink">
              {error}
            </p>
          ))}
          <Code label={t("subscriptions.content")} text={JSON.stringify(event.content, null, 2)} />
        </div>
      </details>
    </li>
  );
}
