import { Flag } from "lucide-react";
import type { NodeKind } from "./kind";
import { rowsOf, textOf, typeNamed, variable } from "./reading";

export const end: NodeKind = {
  type: "end",
  group: "output",
  icon: Flag,
  mode: "workflow",
  handles: () => [],
  outputs: (data) => rowsOf(data.outputs).map((each) => variable(textOf(each.variable), typeNamed(each.value_type))),
  summary: (data) =>
    rowsOf(data.outputs)
      .map((each) => textOf(each.variable))
      .join(", "),
};
