import { Wrench } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { textOf, variable } from "./reading";

export const tool: NodeKind = {
  type: "tool",
  group: "actions",
  icon: Wrench,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [variable("text", "string"), variable("files", "array[file]"), variable("json", "array[object]")],
  summary: (data) => textOf(data.tool_label) || textOf(data.tool_name),
};
