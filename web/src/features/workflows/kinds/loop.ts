import { RefreshCw } from "lucide-react";
import { conditionText } from "./conditions";
import { type NodeKind, SOURCE } from "./kind";
import { rowsOf, textOf, typeNamed, variable } from "./reading";

export const loop: NodeKind = {
  type: "loop",
  group: "logic",
  icon: RefreshCw,
  isContainer: true,
  mayFail: true,
  handles: () => SOURCE,
  outputs: (data) => [
    ...rowsOf(data.loop_variables).map((each) => variable(textOf(each.label), typeNamed(each.var_type))),
    variable("loop_round", "integer"),
  ],
  inside: (data) => [
    ...rowsOf(data.loop_variables).map((each) => variable(textOf(each.label), typeNamed(each.var_type))),
    variable("index", "integer"),
  ],
  summary: (data) => {
    const [first] = rowsOf(data.break_conditions);
    return first ? conditionText(first) : `≤ ${data.loop_count ?? 10}`;
  },
};
