import { useTranslation } from "react-i18next";
import { ApiError } from "@/api";
import { Badge, errorText, RelativeTime } from "@/ui";
import type { Sync } from "./queries";

/** How the last sync ended, or how far it is. */
export function State({ sync }: { sync: Sync | null }) {
  const { t } = useTranslation("datasets");
  if (!sync) return <span className="text-muted">–</span>;
  const tone = { waiting: "info", running: "info", completed: "good", error: "bad" } as const;
  return (
    <div className="flex flex-col items-start gap-0.5">
      <span className="flex flex-wrap items-center gap-x-2">
        <Badge tone={tone[sync.state]}>{t(`sources.states.${sync.state}`)}</Badge>
        <span className="text-xs text-muted">
          <RelativeTime at={sync.ended_at ?? sync.created_at} />
        </span>
      </span>
      {sync.state === "error" && (
        <span className="text-xs wrap-anywhere text-danger-ink">
          {errorText(new ApiError(sync.error_code ?? "", sync.error ?? "", 400))}
        </span>
      )}
      {sync.state === "completed" && <Counts sync={sync} />}
    </div>
  );
}

const COUNTS = ["added", "changed", "moved", "removed", "kept", "skipped"] as const;

function Counts({ sync }: { sync: Pick<Sync, (typeof COUNTS)[number] | "unchanged"> }) {
  const { t } = useTranslation("datasets");
  const told = COUNTS.filter((name) => sync[name] > 0).map((name) =>
    t(`sources.counts.${name}`, { count: sync[name] }),
  );
  return <span className="text-xs text-muted">{told.length > 0 ? told.join(", ") : t("sources.nothing")}</span>;
}
