import clsx from "clsx";
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleStop,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { NodeState } from "../running/states";

type Status = NodeState["status"];

const MARKS: Record<Status, [LucideIcon, string]> = {
  running: [LoaderCircle, "text-info-ink animate-spin"],
  retry: [LoaderCircle, "text-warn-ink animate-spin"],
  succeeded: [CircleCheck, "text-accent-ink"],
  failed: [CircleX, "text-danger-ink"],
  exception: [CircleX, "text-warn-ink"],
  paused: [CirclePause, "text-warn-ink"],
  stopped: [CircleStop, "text-muted"],
  skipped: [CircleDashed, "text-muted"],
};

const RINGS: Partial<Record<Status, string>> = {
  running: "outline-2 outline-info-ink",
  retry: "outline-2 outline-warn-ink",
  failed: "outline-2 outline-danger",
  paused: "outline-2 outline-warn-ink",
  skipped: "border-dashed",
};

export const stateRing = (state: NodeState | undefined) => state && RINGS[state.status];

/** How the node fares in the run that is shown. */
export function StateMark({ state }: { state: NodeState | undefined }) {
  const { t } = useTranslation("workflows");
  if (!state) return null;
  const [Icon, tone] = MARKS[state.status];
  const { items } = state;
  return (
    <span className="flex shrink-0 items-center gap-1 text-xs text-muted tabular-nums">
      {items && (items.total ? `${items.done}/${items.total}` : items.done)}
      <Icon size={15} role="img" aria-label={t(`editor.states.${state.status}`)} className={clsx("shrink-0", tone)} />
    </span>
  );
}
