import { House } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { rowsOf, textOf, variable } from "./reading";

const TYPE_OF_FIELD: Record<string, string> = {
  "text-input": "string",
  paragraph: "string",
  select: "string",
  number: "number",
  checkbox: "boolean",
  file: "file",
  "file-list": "array[file]",
  json_object: "object",
};

export const start: NodeKind = {
  type: "start",
  group: "start",
  icon: House,
  isRoot: true,
  handles: () => SOURCE,
  outputs: (data) =>
    rowsOf(data.variables).map((each) =>
      variable(textOf(each.variable), TYPE_OF_FIELD[textOf(each.type) || "text-input"] ?? "any"),
    ),
  summary: (data) =>
    rowsOf(data.variables)
      .map((each) => textOf(each.variable))
      .join(", "),
};
