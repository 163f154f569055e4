import { Handle, type NodeProps, Position } from "@xyflow/react";
import clsx from "clsx";
import { Group as GroupIcon } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { SOURCE, TARGET } from "../graph/document";
import { cardId, FoldButton } from "./Card";
import type { FlowNode } from "./flow";

/** A frame around nodes that people keep together; folded, it stands for them. */
export const Group = memo(
  function Group({ data, selected }: NodeProps<FlowNode>) {
    const { t } = useTranslation("workflows");
    const { node, folded } = data.box;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a node is no part of a form
      <div
        id={cardId(node.id)}
        role="group"
        aria-label={t("editor.groupOf", { title: node.data.title })}
        className={clsx(
          "size-full rounded-xl border text-sm",
          folded ? "bg-surface shadow-sm" : "bg-hover/50",
          selected ? "border-focus" : "border-line",
          data.current && "ring-2 ring-focus",
        )}
      >
        {folded && (
          <>
            <Handle id={TARGET} type="target" position={Position.Left} isConnectable={false} style={{ top: 24 }} />
            <Handle id={SOURCE} type="source" position={Position.Right} isConnectable={false} style={{ top: 24 }} />
          </>
        )}
        <div className={clsx("flex items-center gap-2 px-3", folded ? "h-12" : "h-10")}>
          <FoldButton id={node.id} folded={folded} />
          <GroupIcon aria-hidden size={14} className="shrink-0 text-muted" />
          <span className="min-w-0 flex-1 truncate font-medium">{node.data.title}</span>
        </div>
      </div>
    );
  },
  (one, other) => one.data === other.data && one.selected === other.selected,
);
