import { FileText } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { selectorText, variable } from "./reading";

export const documentExtractor: NodeKind = {
  type: "document-extractor",
  group: "data",
  icon: FileText,
  mayFail: true,
  handles: () => SOURCE,
  outputs: (data) => [variable("text", data.is_array_file ? "array[string]" : "string")],
  summary: (data) => selectorText(data.variable_selector),
};
