import { useTranslation } from "react-i18next";
import { Badge, exactDate, exactTime, RelativeTime } from "@/ui";
import type { Scope } from "./terms";

export function ScopeBadges({ scopes }: { scopes: Scope[] }) {
  const { t } = useTranslation("keys");
  return (
    <span className="inline-flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope}>{t(`scope.${scope}`)}</Badge>
      ))}
    </span>
  );
}

/** When a key stops working, or that it has. */
export function Expiry({ at }: { at: number | null }) {
  const { t, i18n } = useTranslation("keys");
  if (at === null) return <span className="text-muted">{t("never")}</span>;
  if (at <= Date.now() / 1000) return <Badge tone="bad">{t("expired")}</Badge>;
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exactTime(at, i18n.language)}>
      {exactDate(at, i18n.language)}
    </time>
  );
}

export function LastUse({ at, ip }: { at: number | null; ip: string | null }) {
  const { t } = useTranslation("keys");
  if (at === null) return <span className="text-muted">{t("neverUsed")}</span>;
  return (
    <>
      <RelativeTime at={at} />
      {ip && <span className="block font-mono text-xs text-muted">{ip}</span>}
    </>
  );
}
