import { Braces } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { firstLine, variable } from "./reading";

export const templateTransform: NodeKind = {
  type: "template-transform",
  group: "data",
  icon: Braces,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [variable("output", "string")],
  summary: (data) => firstLine(data.template),
};
