import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Badge, RelativeTime } from "@/ui";
import type { Subscription } from "./queries";

const TONES = { active: "good", paused: "neutral", error: "bad", source_deleted: "bad" } as const;

/** Its state, when it was checked and will be, its last event, and the workflows that listen. */
export function SubscriptionFacts({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("triggers");
  const { state, looked_at, next_look_at, last_event_at, used_by } = subscription;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <Badge tone={TONES[state]}>{t(`subscriptions.states.${state}`)}</Badge>
        <span>
          {t("subscriptions.lastEvent")}{" "}
          {last_event_at === null ? t("subscriptions.never") : <RelativeTime at={last_event_at} />}
        </span>
        {looked_at !== null && (
          <span>
            {t("subscriptions.checked")} <RelativeTime at={looked_at} />
          </span>
        )}
        {next_look_at !== null && (
          <span>
            {t("subscriptions.next")} <RelativeTime at={next_look_at} />
          </span>
        )}
      </div>
      {used_by.length > 0 ? (
        <p className="text-sm">
          {t("subscriptions.usedBy")}{" "}
          {used_by.map(({ app_id, app_name, node_id, title }, at) => (
            <span key={`${app_id} ${node_id}`}>
              {at > 0 && ", "}
              <Link
                to="/apps/$appId/workflow"
                params={{ appId: app_id }}
                search={{ node: node_id }}
                className="rounded underline underline-offset-2"
              >
                {`${app_name} (${title})`}
              </Link>
            </span>
          ))}
        </p>
      ) : (
        <p className="text-sm text-muted">{t("subscriptions.unused")}</p>
      )}
    </>
  );
}
