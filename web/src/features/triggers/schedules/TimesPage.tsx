import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { BackLink, Page, QueryView, SkeletonRows } from "@/ui";
import { Firings } from "./Firings";
import { scheduleQuery } from "./queries";

/** The times of one schedule of the app. */
export function TimesPage({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation("triggers");
  const app = useApp();
  const found = useQuery(scheduleQuery(app.id, id));
  return (
    <Page title={title}>
      <BackLink to="/apps/$appId/triggers" params={{ appId: app.id }}>
        {t("nav.pages.triggers")}
      </BackLink>
      <QueryView query={found} skeleton={<SkeletonRows className="h-12" />}>
        {(schedule) => schedule && <Firings schedule={schedule} />}
      </QueryView>
    </Page>
  );
}
