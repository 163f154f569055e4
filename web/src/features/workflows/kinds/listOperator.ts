import { ListFilter } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { selectorText, variable } from "./reading";

export const listOperator: NodeKind = {
  type: "list-operator",
  group: "data",
  icon: ListFilter,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [variable("result", "array[any]"), variable("first_record", "any"), variable("last_record", "any")],
  summary: (data) => selectorText(data.variable),
};
