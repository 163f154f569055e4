import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, FormError, QueryList, RelativeTime, SkeletonRows, Table, Td, Th } from "@/ui";
import type { TraceConfig } from "./providers";
import { failedQuery, useTracing } from "./queries";

/** Those that are not tried any more, with the reason. */
export function FailedTraces({ appId, target }: { appId: string; target: TraceConfig }) {
  const { t } = useTranslation("tracing");
  const provider = target.tracing_provider;
  const found = useInfiniteQuery(failedQuery(appId, provider));
  const { resend, resendAll } = useTracing(appId);
  const rows = found.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{t("failedTraces")}</h3>
        <Button size="small" busy={resendAll.isPending} onClick={() => resendAll.mutate(provider)}>
          {t("resendAll")}
        </Button>
      </div>
      <FormError error={resend.error ?? resendAll.error} />
      <QueryList query={found} items={rows} skeleton={<SkeletonRows rows={2} />} empty={null}>
        {(items) => (
          <Table
            label={t("failedTraces")}
            head={
              <>
                <Th>{t("trace")}</Th>
                <Th>{t("reason")}</Th>
                <Th>{t("actions")}</Th>
              </>
            }
          >
            {items.map((each) => (
              <tr key={each.id}>
                <Td className="min-w-28">
                  <code className="font-mono text-xs wrap-anywhere">{each.trace_id}</code>
                  <p className="text-xs text-muted">
                    <RelativeTime at={each.created_at} />
                  </p>
                </Td>
                <Td className="min-w-32 text-xs wrap-anywhere">{each.error}</Td>
                <Td>
                  <Button
                    size="small"
                    aria-label={t("resendOne", { id: each.trace_id })}
                    busy={resend.isPending && resend.variables === each.id}
                    onClick={() => resend.mutate(each.id)}
                  >
                    {t("resend")}
                  </Button>
                </Td>
              </tr>
            ))}
          </Table>
        )}
      </QueryList>
    </div>
  );
}
