import type { NodeProps } from "@xyflow/react";
import clsx from "clsx";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { handlesOf, kindOf } from "../kinds/registry";
import { handleText, kindName } from "../kinds/words";
import { useNodeState } from "../running/states";
import { cardId, FoldButton, nameOf, Source, Target, WorstMark } from "./Card";
import type { FlowNode } from "./flow";
import { NodeIcon } from "./NodeIcon";
import { StateMark, stateRing } from "./StateMark";
import { handleTop, summaryOf } from "./sizes";

/** An iteration or a loop that shows what is inside it. */
export const Container = memo(
  function Container({ data, selected }: NodeProps<FlowNode>) {
    const { box, worst, current } = data;
    const { node } = box;
    const { t } = useTranslation("workflows");
    const state = useNodeState(node.id);
    const name = nameOf(node, kindName(t, node.data.type));
    const handles = handlesOf(node.data);
    return (
      // biome-ignore lint/a11y/useSemanticElements: a node is no part of a form
      <div
        id={cardId(node.id)}
        role="group"
        aria-label={name}
        data-current={current || undefined}
        className={clsx(
          "size-full rounded-xl border-2 border-dashed bg-sunken/60 text-sm",
          selected ? "border-focus" : "border-line-strong",
          current && "ring-2 ring-focus",
          stateRing(state),
        )}
      >
        <Target node={node} />
        <div className="flex h-12 items-center gap-2 px-3">
          <FoldButton id={node.id} folded={false} />
          <NodeIcon kind={kindOf(node.data.type)} />
          <span className="truncate font-medium">{node.data.title || name}</span>
          <span className="min-w-0 flex-1 truncate text-xs text-muted">{summaryOf(node)}</span>
          <WorstMark worst={worst} />
          <StateMark state={state} />
        </div>
        {handles.map((handle, place) => (
          <Source
            key={handle.id}
            id={handle.id}
            top={handleTop(node, place)}
            label={handles.length > 1 && place > 0 ? handleText(t, handle) : undefined}
          />
        ))}
      </div>
    );
  },
  (one, other) => one.data === other.data && one.selected === other.selected,
);
