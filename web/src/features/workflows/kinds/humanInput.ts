import { UserRoundCheck } from "lucide-react";
import type { NodeKind } from "./kind";
import { rowsOf, textOf, variable } from "./reading";

export const humanInput: NodeKind = {
  type: "human-input",
  group: "people",
  icon: UserRoundCheck,
  handles: (data) => [
    ...rowsOf(data.user_actions).map((each) => ({ id: textOf(each.id), label: textOf(each.title) || textOf(each.id) })),
    { id: "timeout", label: "" },
  ],
  outputs: (data) => [
    ...rowsOf(data.inputs).map((each) => variable(textOf(each.output_variable_name), "string")),
    variable("__action_id", "string"),
  ],
  summary: (data) =>
    rowsOf(data.user_actions)
      .map((each) => textOf(each.title) || textOf(each.id))
      .join(", "),
};
