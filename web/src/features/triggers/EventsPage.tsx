import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { BackLink, Page, QueryList, SkeletonRows } from "@/ui";
import { EventRow } from "./EventRow";
import { eventsQuery, triggersQuery } from "./queries";

/** What arrived at a trigger, and what became of it. */
export function EventsPage({ id }: { id: string }) {
  const { t } = useTranslation("triggers");
  const app = useApp();
  const all = useQuery(triggersQuery(app.id));
  const trigger = all.data?.data.find((each) => each.id === id);
  const found = useInfiniteQuery(eventsQuery(app.id, id));
  const events = found.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title={trigger ? trigger.title || trigger.node_id : t("events.title")} description={t("events.what")}>
      <BackLink to="/apps/$appId/triggers" params={{ appId: app.id }}>
        {t("nav.pages.triggers")}
      </BackLink>
      <QueryList
        query={found}
        items={events}
        skeleton={<SkeletonRows className="h-12" />}
        empty={<p className="text-muted">{t("events.none")}</p>}
      >
        {(shown) => (
          <ol aria-label={t("events.title")} className="divide-y divide-line rounded-lg border border-line bg-surface">
            {shown.map((event) => (
              <EventRow key={event.event_id} appId={app.id} triggerId={id} event={event} />
            ))}
          </ol>
        )}
      </QueryList>
    </Page>
  );
}
