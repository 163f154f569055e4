// The start and the end inside a container: they have no data of their own.
import { CircleStop, CornerDownRight } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";

const marker = { group: "logic", isMarker: true, outputs: () => [], summary: () => "" } as const;

export const iterationStart: NodeKind = {
  ...marker,
  type: "iteration-start",
  icon: CornerDownRight,
  handles: () => SOURCE,
};
export const loopStart: NodeKind = { ...marker, type: "loop-start", icon: CornerDownRight, handles: () => SOURCE };
export const loopEnd: NodeKind = { ...marker, type: "loop-end", icon: CircleStop, handles: () => [] };
