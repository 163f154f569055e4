import { Bot } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { rowOf, textOf, variable } from "./reading";

export const agent: NodeKind = {
  type: "agent",
  group: "ai",
  icon: Bot,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [
    variable("text", "string"),
    variable("files", "array[file]"),
    variable("json", "array[object]"),
    variable("usage", "object"),
  ],
  summary: (data) => {
    const model = rowOf(rowOf(rowOf(data.agent_parameters).model).value);
    return textOf(model.name) || textOf(model.model);
  },
};
