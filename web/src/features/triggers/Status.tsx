import { useTranslation } from "react-i18next";
import { Badge } from "@/ui";

const TONES = {
  queued: "info",
  running: "info",
  paused: "warn",
  succeeded: "good",
  "partial-succeeded": "warn",
  failed: "bad",
  stopped: "neutral",
  not_started: "bad",
  deleted: "neutral",
} as const;

/** What became of an event: as its run. */
export function Status({ status }: { status: string }) {
  const { t } = useTranslation("triggers");
  const known = status as keyof typeof TONES;
  return <Badge tone={TONES[known]}>{t(`status.${known}`)}</Badge>;
}
