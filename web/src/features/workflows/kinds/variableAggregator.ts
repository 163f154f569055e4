import { Merge } from "lucide-react";
import type { NodeData, Variable } from "../graph/types";
import { type NodeKind, SOURCE } from "./kind";
import { type Row, rowOf, rowsOf, selectorText, textOf, typeNamed, variable } from "./reading";

/** None: it has one output only. */
export function groupsOf(data: NodeData): Row[] | null {
  const settings = rowOf(data.advanced_settings);
  return settings.group_enabled ? rowsOf(settings.groups) : null;
}

export const variableAggregator: NodeKind = {
  type: "variable-aggregator",
  group: "data",
  icon: Merge,
  handles: () => SOURCE,
  outputs: (data) => {
    const groups = groupsOf(data);
    return groups ? groups.flatMap(ofGroup) : [variable("output", typeNamed(data.output_type))];
  },
  summary: (data) => {
    const groups = groupsOf(data);
    if (groups) return groups.map((each) => textOf(each.group_name)).join(", ");
    return Array.isArray(data.variables) ? data.variables.map(selectorText).filter(Boolean).join(", ") : "";
  },
};

function ofGroup(group: Row): Variable[] {
  const selector = [textOf(group.group_name), "output"];
  return [
    variable(selector[0]!, "object"),
    { selector, label: selector.join("."), type: typeNamed(group.output_type) },
  ];
}
