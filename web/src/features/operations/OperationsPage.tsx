import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, ErrorState, Page, SkeletonRows } from "@/ui";
import { AllowedHosts } from "./AllowedHosts";
import { Doctor } from "./Doctor";
import { isStuck } from "./groups";
import { HealthSection } from "./HealthSection";
import { MailSection } from "./mail/MailSection";
import { QueueTable } from "./QueueTable";
import { queuesQuery } from "./queries";

/** For instance admins; others only come here by an address that somebody gave them. */
export function OperationsPage() {
  const { t } = useTranslation("operations");
  const { profile } = useMember();
  if (profile.is_instance_admin) return <Operations />;
  return (
    <Page title={t("nav.pages.operations")}>
      <p className="text-muted">{t("operations.notAdmin")}</p>
    </Page>
  );
}

function Operations() {
  const { t } = useTranslation("operations");
  const queues = useQuery(queuesQuery);
  const stuck = queues.data?.data.filter(isStuck).length ?? 0;
  return (
    <Page
      title={t("nav.pages.operations")}
      description={t("operations.what")}
      actions={
        queues.isSuccess && (
          <span aria-live="polite">
            {stuck ? (
              <Badge tone="bad">{t("operations.unattended", { count: stuck })}</Badge>
            ) : (
              <Badge tone="good">{t("operations.attended")}</Badge>
            )}
          </span>
        )
      }
    >
      <HealthSection />
      {queues.isPending ? (
        <SkeletonRows rows={8} />
      ) : queues.isError ? (
        <ErrorState error={queues.error} onRetry={() => queues.refetch()} />
      ) : (
        <QueueTable queues={queues.data.data} />
      )}
      <Doctor />
      <MailSection />
      <AllowedHosts />
    </Page>
  );
}
