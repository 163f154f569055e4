import clsx from "clsx";
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleStop,
  CircleX,
  Clock,
  type LucideIcon,
  RotateCcw,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge, Spinner } from "@/ui";

/** Of runs and of steps. */
export const STATUSES = [
  "queued",
  "running",
  "paused",
  "succeeded",
  "partial-succeeded",
  "failed",
  "exception",
  "retry",
  "stopped",
  "skipped",
] as const;
export type Status = (typeof STATUSES)[number];

const ICONS: Record<Exclude<Status, "running">, [LucideIcon, string]> = {
  queued: [Clock, "text-muted"],
  paused: [CirclePause, "text-warn-ink"],
  succeeded: [CircleCheck, "text-accent-ink"],
  "partial-succeeded": [CircleAlert, "text-warn-ink"],
  failed: [CircleX, "text-danger-ink"],
  exception: [CircleAlert, "text-warn-ink"],
  retry: [RotateCcw, "text-warn-ink"],
  stopped: [CircleStop, "text-muted"],
  skipped: [CircleDashed, "text-muted"],
};

const TONES: Record<Status, "neutral" | "good" | "bad" | "warn" | "info"> = {
  queued: "neutral",
  running: "info",
  paused: "warn",
  succeeded: "good",
  "partial-succeeded": "warn",
  failed: "bad",
  exception: "warn",
  retry: "warn",
  stopped: "neutral",
  skipped: "neutral",
};

const known = (status: string): Status =>
  (STATUSES as readonly string[]).includes(status) ? (status as Status) : "failed";

export function StatusIcon({ status: given, className }: { status: string; className?: string }) {
  const { t } = useTranslation("workflows");
  const status = known(given);
  const name = t(`running.status.${status}`);
  if (status === "running") {
    return (
      <span role="img" aria-label={name} title={name} className={clsx("inline-flex shrink-0", className)}>
        <Spinner />
      </span>
    );
  }
  const [Icon, color] = ICONS[status];
  return <Icon role="img" aria-label={name} size={16} className={clsx("shrink-0", color, className)} />;
}

export function StatusBadge({ status: given }: { status: string }) {
  const { t } = useTranslation("workflows");
  const status = known(given);
  return <Badge tone={TONES[status]}>{t(`running.status.${status}`)}</Badge>;
}
