import { BaseEdge, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";

/** An edge. */
export const Line = memo(function Line(props: EdgeProps) {
  const { sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition, selected } = props;
  const [path] = getBezierPath({ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition });
  const stroke = selected ? "var(--color-focus)" : "var(--color-line-strong)";
  return <BaseEdge path={path} interactionWidth={16} style={{ stroke, strokeWidth: selected ? 2.5 : 1.5 }} />;
});
