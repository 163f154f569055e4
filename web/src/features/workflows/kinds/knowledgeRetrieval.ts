import { Library } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { selectorText, variable } from "./reading";

export const knowledgeRetrieval: NodeKind = {
  type: "knowledge-retrieval",
  group: "ai",
  icon: Library,
  mayFail: true,
  handles: () => SOURCE,
  outputs: () => [variable("result", "array[object]")],
  summary: (data) => selectorText(data.query_variable_selector),
};
