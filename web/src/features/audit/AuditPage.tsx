import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { DownloadLink, EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { EventRow } from "./EventRow";
import { Filters } from "./Filters";
import { auditQuery, exportPath } from "./queries";

/** Who did what, the newest first: in the workspace, and to the installation for instance admins. */
export function AuditPage() {
  const { t } = useTranslation("audit");
  const { can } = useMember();
  if (can("manage")) return <AuditLog />;
  return (
    <Page title={t("nav.pages.audit")}>
      <p className="text-muted">{t("notAdmin")}</p>
    </Page>
  );
}

function AuditLog() {
  const { t } = useTranslation("audit");
  const search = useSearch({ from: "/console/settings/audit" });
  const wanted = useDeferredValue(search);
  const found = useInfiniteQuery(auditQuery(wanted));
  const events = found.data?.pages.flatMap((page) => page.data) ?? [];
  const { log, ...filters } = search;
  return (
    <Page
      title={t("nav.pages.audit")}
      description={t(log ? "whatInstallation" : "what")}
      actions={
        <DownloadLink path={exportPath(search)} name="audit-log.csv">
          {t("export")}
        </DownloadLink>
      }
    >
      <Filters search={search} />
      <QueryList
        query={found}
        items={events}
        skeleton={<SkeletonRows className="h-12" />}
        empty={
          Object.keys(filters).length ? (
            <p className="text-muted">{t("noneFound")}</p>
          ) : (
            <EmptyState icon={<History aria-hidden size={28} />} title={t("none")}>
              {t("noneWhat")}
            </EmptyState>
          )
        }
      >
        {(all) => (
          <ul
            aria-label={t("nav.pages.audit")}
            className="divide-y divide-line rounded-lg border border-line bg-surface"
          >
            {all.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ul>
        )}
      </QueryList>
    </Page>
  );
}
