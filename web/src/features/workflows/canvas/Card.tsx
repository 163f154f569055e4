import { Handle, type NodeProps, Position } from "@xyflow/react";
import clsx from "clsx";
import { ChevronDown, ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";
import { createContext, memo, useContext } from "react";
import { useTranslation } from "react-i18next";
import { isContainer, isContainerStart, isNote, TARGET } from "../graph/document";
import type { Worst } from "../graph/problems";
import type { GraphNode } from "../graph/types";
import { handlesOf, kindOf } from "../kinds/registry";
import { handleText, kindName } from "../kinds/words";
import { useNodeState } from "../running/states";
import type { FlowNode } from "./flow";
import { NodeIcon } from "./NodeIcon";
import { StateMark, stateRing } from "./StateMark";
import { handleTop, summaryOf } from "./sizes";

/** What a card can ask for. */
export const CardActions = createContext<{ fold: (id: string) => void; readOnly: boolean }>({
  fold: () => {},
  readOnly: true,
});

export const cardId = (id: string) => `node-${id}`;

/** A node. Where it is, is no matter to it: while it is dragged it is not drawn again. */
export const Card = memo(
  function Card({ data, selected }: NodeProps<FlowNode>) {
    const { box, worst, current } = data;
    const { node } = box;
    const { t } = useTranslation("workflows");
    const state = useNodeState(node.id);
    const kind = kindOf(node.data.type);
    const handles = handlesOf(node.data);
    const summary = summaryOf(node);
    const name = nameOf(node, kindName(t, node.data.type));
    return (
      // biome-ignore lint/a11y/useSemanticElements: a node is no part of a form
      <div
        id={cardId(node.id)}
        role="group"
        aria-label={name}
        data-current={current || undefined}
        className={clsx(
          "size-full rounded-lg border bg-surface text-sm shadow-sm",
          selected ? "border-focus" : "border-line-strong",
          current && "ring-2 ring-focus",
          stateRing(state),
        )}
      >
        <Target node={node} />
        {isContainerStart(node) ? (
          <span className="flex size-full items-center justify-center">
            <NodeIcon kind={kind} />
          </span>
        ) : (
          <div className="flex h-12 items-center gap-2 px-3">
            {isContainer(node) && <FoldButton id={node.id} folded />}
            <NodeIcon kind={kind} />
            <span className="min-w-0 flex-1 truncate font-medium" title={name}>
              {node.data.title || name}
            </span>
            <WorstMark worst={worst} />
            <StateMark state={state} />
          </div>
        )}
        {summary && <p className="truncate px-3 text-xs text-muted">{summary}</p>}
        {handles.map((handle, place) => (
          <Source
            key={handle.id}
            id={handle.id}
            top={handleTop(node, place, box.folded)}
            label={handles.length > 1 ? handleText(t, handle) : undefined}
          />
        ))}
      </div>
    );
  },
  (one, other) => one.data === other.data && one.selected === other.selected,
);

export const nameOf = (node: GraphNode, kind: string) =>
  node.data.title && node.data.title !== kind ? `${kind}: ${node.data.title}` : kind;

export function Target({ node }: { node: GraphNode }) {
  const { readOnly } = useContext(CardActions);
  if (isContainerStart(node) || isNote(node) || kindOf(node.data.type).isRoot) return null;
  return <Handle id={TARGET} type="target" position={Position.Left} isConnectable={!readOnly} style={{ top: 24 }} />;
}

export function Source({ id, top, label }: { id: string; top: number; label?: string }) {
  const { readOnly } = useContext(CardActions);
  return (
    <>
      {label !== undefined && (
        <span
          className="absolute right-4 max-w-52 -translate-y-1/2 truncate text-xs text-muted"
          style={{ top }}
          title={label}
        >
          {label}
        </span>
      )}
      <Handle id={id} type="source" position={Position.Right} isConnectable={!readOnly} style={{ top }} />
    </>
  );
}

export function WorstMark({ worst }: { worst: Worst | undefined }) {
  const { t } = useTranslation("workflows");
  if (!worst) return null;
  const Icon = worst === "error" ? CircleAlert : TriangleAlert;
  return (
    <Icon
      size={15}
      role="img"
      aria-label={t(`editor.problems.${worst}`)}
      className={clsx("shrink-0", worst === "error" ? "text-danger-ink" : "text-warn-ink")}
    />
  );
}

/** Before the title: there it stays where it is pressed, and is in sight where a wide frame begins. */
export function FoldButton({ id, folded }: { id: string; folded: boolean }) {
  const { t } = useTranslation("workflows");
  const { fold } = useContext(CardActions);
  const Icon = folded ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t(folded ? "editor.unfold" : "editor.fold")}
      className="nodrag rounded p-0.5 text-muted hover:bg-hover"
      onClick={(event) => {
        event.stopPropagation();
        fold(id);
      }}
    >
      <Icon aria-hidden size={16} />
    </button>
  );
}
