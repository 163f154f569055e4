import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, duration, ErrorState, Page, SkeletonRows, Table, Td, Th } from "@/ui";
import { AllowedHosts } from "./AllowedHosts";
import { HealthSection } from "./HealthSection";
import { type Queue, queuesQuery } from "./queries";

/** For instance admins; others only come here by an address that somebody gave them. */
export function OperationsPage() {
  const { t } = useTranslation("operations");
  const { profile } = useMember();
  if (profile.is_instance_admin) return <Operations />;
  return (
    <Page title={t("nav.operations")}>
      <p className="text-muted">{t("operations.notAdmin")}</p>
    </Page>
  );
}

function Operations() {
  const { t } = useTranslation("operations");
  const queues = useQuery(queuesQuery);
  const idle = queues.data?.data.filter((queue) => queue.consumers === 0).length ?? 0;
  return (
    <Page
      title={t("nav.operations")}
      description={t("operations.what")}
      actions={
        queues.isSuccess && (
          <span aria-live="polite">
            {idle ? (
              <Badge tone="bad">{t("operations.unattended", { count: idle })}</Badge>
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
        <Table
          label={t("operations.queues")}
          head={
            <>
              <Th>{t("operations.queue")}</Th>
              <Th number>{t("operations.depth")}</Th>
              <Th number>{t("operations.consumers")}</Th>
              <Th number>{t("operations.oldest")}</Th>
            </>
          }
        >
          {queues.data.data.map((queue) => (
            <QueueRow key={queue.name} queue={queue} />
          ))}
        </Table>
      )}
      <AllowedHosts />
    </Page>
  );
}

function QueueRow({ queue }: { queue: Queue }) {
  const { t } = useTranslation("operations");
  const alone = queue.consumers === 0;
  return (
    <tr className={clsx(alone && "bg-danger-soft")}>
      <Td className="font-mono text-xs">
        {queue.name.split("_").map((part, place) => (
          <Fragment key={part}>
            {place > 0 && (
              <>
                _<wbr />
              </>
            )}
            {part}
          </Fragment>
        ))}
      </Td>
      <Td number className={clsx(queue.depth === 0 && "text-muted")}>
        {queue.depth}
      </Td>
      <Td number>
        {alone ? <span className="font-medium text-danger-ink">{t("operations.nobody")}</span> : queue.consumers}
      </Td>
      <Td number className="text-muted">
        {queue.oldest_age === null ? "–" : duration(queue.oldest_age)}
      </Td>
    </tr>
  );
}
