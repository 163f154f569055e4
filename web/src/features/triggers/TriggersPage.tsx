import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { EventsPage } from "./EventsPage";
import { triggersQuery } from "./queries";
import { TimesPage } from "./schedules/TimesPage";
import { TriggerTable } from "./TriggerTable";

/** What starts runs of the app by itself, or the events of one trigger. */
export function TriggersPage() {
  const { trigger } = useSearch({ from: "/console/apps/$appId/triggers" });
  return trigger ? <OneTrigger key={trigger} id={trigger} /> : <AllTriggers />;
}

function OneTrigger({ id }: { id: string }) {
  const app = useApp();
  const { data } = useQuery(triggersQuery(app.id));
  const found = data?.data.find((each) => each.id === id);
  if (found?.trigger_type === "trigger-schedule") return <TimesPage id={id} title={found.title || found.node_id} />;
  return <EventsPage id={id} />;
}

function AllTriggers() {
  const { t } = useTranslation("triggers");
  const app = useApp();
  const found = useQuery(triggersQuery(app.id));
  return (
    <Page title={t("nav.pages.triggers")} description={t("what")}>
      <QueryList
        query={found}
        items={found.data?.data ?? []}
        skeleton={<SkeletonRows rows={2} className="h-12" />}
        empty={
          <EmptyState
            icon={<Zap aria-hidden size={28} strokeWidth={1.5} />}
            title={t("none")}
            action={
              <Link
                to="/apps/$appId/workflow"
                params={{ appId: app.id }}
                className="rounded font-medium text-accent-ink underline"
              >
                {t("toWorkflow")}
              </Link>
            }
          >
            {t("noneWhy")}
          </EmptyState>
        }
      >
        {(all) => <TriggerTable appId={app.id} triggers={all} />}
      </QueryList>
    </Page>
  );
}
