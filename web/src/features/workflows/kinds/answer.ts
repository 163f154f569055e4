import { MessageSquareText } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { firstLine, variable } from "./reading";
import { readable } from "./templates";

export const answer: NodeKind = {
  type: "answer",
  group: "output",
  icon: MessageSquareText,
  mode: "advanced-chat",
  handles: () => SOURCE,
  outputs: () => [variable("answer", "string"), variable("files", "array[file]")],
  summary: (data) => readable(firstLine(data.answer)),
};
