import { PenLine } from "lucide-react";
import type { NodeData } from "../graph/types";
import { type NodeKind, SOURCE } from "./kind";
import { type Row, rowsOf, selectorOf, selectorText, textOf, variable } from "./reading";

/** Version 1 had one, always from a variable. */
export function itemsOf(data: NodeData): Row[] {
  if (Array.isArray(data.items)) return rowsOf(data.items);
  const assigned = selectorOf(data.assigned_variable_selector);
  if (assigned.length === 0) return [];
  return [
    {
      variable_selector: assigned,
      input_type: "variable",
      operation: textOf(data.write_mode) || "over-write",
      value: selectorOf(data.input_variable_selector),
    },
  ];
}

export const assigner: NodeKind = {
  type: "assigner",
  group: "data",
  icon: PenLine,
  mayFail: true,
  handles: () => SOURCE,
  outputs: (data) => {
    const names = itemsOf(data).map((each) => selectorOf(each.variable_selector).at(-1));
    return [...new Set(names)].flatMap((name) => (name === undefined ? [] : [variable(name, "any")]));
  },
  summary: (data) =>
    itemsOf(data)
      .map((each) => selectorText(each.variable_selector))
      .filter(Boolean)
      .join(", "),
};
