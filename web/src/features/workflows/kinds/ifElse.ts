import { Split } from "lucide-react";
import type { NodeData } from "../graph/types";
import { conditionText } from "./conditions";
import type { NodeKind } from "./kind";
import { type Row, rowsOf, textOf, variable } from "./reading";

/** Before there were cases: one, named "true". */
export function casesOf(data: NodeData): Row[] {
  const cases = rowsOf(data.cases);
  if (cases.length > 0) return cases;
  if (!Array.isArray(data.conditions)) return [];
  return [{ case_id: "true", logical_operator: data.logical_operator, conditions: data.conditions }];
}

export const ifElse: NodeKind = {
  type: "if-else",
  group: "logic",
  icon: Split,
  mayFail: true,
  handles: (data) => [
    ...casesOf(data).map((each, at) => ({ id: textOf(each.case_id), label: at === 0 ? "IF" : "ELSE IF" })),
    { id: "false", label: "ELSE" },
  ],
  outputs: () => [variable("result", "boolean"), variable("selected_case_id", "string")],
  summary: (data) => {
    const [first] = rowsOf(casesOf(data)[0]?.conditions);
    return first ? conditionText(first) : "";
  },
};
