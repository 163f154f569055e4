import clsx from "clsx";
import type { NodeKind } from "../kinds/kind";

const TONES: Record<NodeKind["group"], string> = {
  start: "bg-accent-soft text-accent-ink",
  output: "bg-accent-soft text-accent-ink",
  ai: "bg-info-soft text-info-ink",
  people: "bg-info-soft text-info-ink",
  logic: "bg-warn-soft text-warn-ink",
  data: "bg-hover text-ink",
  actions: "bg-hover text-ink",
};

export function NodeIcon({ kind }: { kind: NodeKind }) {
  const Icon = kind.icon;
  return (
    <span
      aria-hidden
      className={clsx("inline-flex size-6 shrink-0 items-center justify-center rounded", TONES[kind.group])}
    >
      <Icon size={14} />
    </span>
  );
}
