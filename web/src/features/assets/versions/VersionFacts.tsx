import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { RelativeTime } from "@/ui";
import { bytes } from "../bytes";
import type { Version } from "./queries";

export function VersionFacts({ version }: { version: Version }) {
  const { t } = useTranslation("assets");
  const { profile } = useMember();
  const by = version.created_by === null ? "key" : version.created_by === profile.id ? "you" : "member";
  return (
    <p className="mt-0.5 text-xs text-muted tabular-nums">
      <RelativeTime at={version.created_at} /> {t(`versions.by.${by}`)} ·{" "}
      {t("versions.nodeCount", { count: version.node_count, formatted: version.node_count.toLocaleString() })} ·{" "}
      <span className="whitespace-nowrap">{bytes(version.total_size)}</span>
    </p>
  );
}
