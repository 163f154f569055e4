import { UserRoundCheck } from "lucide-react";
import type { NodeKind } from "./kind";
import { rowsOf, textOf, variable } from "./reading";

/** The branch that a run takes once the time to answer is over. */
export const TIMEOUT = "__timeout";

const TYPE_OF_FIELD: Record<string, string> = {
  "text-input": "string",
  paragraph: "string",
  select: "string",
  number: "number",
  checkbox: "boolean",
  file: "file",
  "file-list": "array[file]",
};

const typeOf = (type: unknown) => TYPE_OF_FIELD[(textOf(type) || "text-input").replaceAll("_", "-")] ?? "any";

export const humanInput: NodeKind = {
  type: "human-input",
  group: "people",
  icon: UserRoundCheck,
  handles: (data) => [
    ...rowsOf(data.user_actions).map((each) => ({ id: textOf(each.id), label: textOf(each.title) || textOf(each.id) })),
    { id: TIMEOUT, label: "" },
  ],
  outputs: (data) => [
    ...rowsOf(data.inputs).map((each) => variable(textOf(each.output_variable_name), typeOf(each.type))),
    variable("__action_id", "string"),
  ],
  summary: (data) =>
    rowsOf(data.user_actions)
      .map((each) => textOf(each.title) || textOf(each.id))
      .join(", "),
};
