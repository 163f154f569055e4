import type { NodeProps } from "@xyflow/react";
import clsx from "clsx";
import { memo } from "react";
import { cardId } from "./Card";
import type { FlowNode } from "./flow";
import { noteText } from "./noteText";

/** Something written beside the graph. */
export const Note = memo(
  function Note({ data, selected }: NodeProps<FlowNode>) {
    const { node } = data.box;
    const text = noteText(node.data.text) || node.data.title;
    return (
      <div
        id={cardId(node.id)}
        role="note"
        className={clsx(
          "size-full overflow-hidden rounded-md border bg-warn-soft p-3 text-sm whitespace-pre-wrap",
          selected ? "border-focus" : "border-line",
          data.current && "ring-2 ring-focus",
        )}
      >
        {text}
      </div>
    );
  },
  (one, other) => one.data === other.data && one.selected === other.selected,
);
