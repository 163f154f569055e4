import { useQuery } from "@tanstack/react-query";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { Code, QueryView, RelativeTime, Skeleton } from "@/ui";
import { FoldedPart } from "../fields/Part";
import { SaveContext } from "../fields/saving";
import { addressQuery, requestsQuery } from "./queries";

type Props = { appId: string; nodeId: string };

/** Where requests go: to what is published, and to the draft. */
export function Addresses({ appId, nodeId }: Props) {
  const { t } = useTranslation("workflows");
  const found = useQuery(addressQuery(appId, nodeId, useContext(SaveContext)));
  return (
    <QueryView query={found} skeleton={<Skeleton className="h-24" />}>
      {({ webhook_url, webhook_debug_url }) => (
        <>
          <Address label={t("webhook.url")} hint={t("webhook.urlHint")} url={webhook_url} />
          <Address label={t("webhook.debugUrl")} hint={t("webhook.debugUrlHint")} url={webhook_debug_url} />
          <FoldedPart title={t("webhook.requests")}>
            <Requests appId={appId} nodeId={nodeId} />
          </FoldedPart>
        </>
      )}
    </QueryView>
  );
}

function Address({ label, hint, url }: { label: string; hint: string; url: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-sm font-medium">{label}</span>
      <Code text={url} label={label} />
      <p className="text-xs text-muted">{hint}</p>
    </div>
  );
}

function Requests({ appId, nodeId }: Props) {
  const { t } = useTranslation("workflows");
  const found = useQuery(requestsQuery(appId, nodeId));
  return (
    <QueryView query={found} skeleton={<Skeleton className="h-8" />}>
      {(all) =>
        all.length === 0 ? (
          <p className="text-sm text-muted">{t("webhook.noRequests")}</p>
        ) : (
          <ol aria-label={t("webhook.requests")} className="flex flex-col gap-2">
            {all.map((request) => (
              <li key={request.id}>
                <details>
                  <summary className="cursor-pointer rounded text-sm">
                    <RelativeTime at={request.created_at} />
                  </summary>
                  {request.content === null ? (
                    <p className="text-sm text-muted">{t("webhook.tooLarge")}</p>
                  ) : (
                    <Code text={JSON.stringify(request.content, null, 2)} label={t("webhook.request")} />
                  )}
                </details>
              </li>
            ))}
          </ol>
        )
      }
    </QueryView>
  );
}
