import { TextSearch } from "lucide-react";
import { type NodeKind, SOURCE } from "./kind";
import { rowsOf, textOf, typeNamed, variable } from "./reading";

/** Numbers of either kind are numbers to it. */
function parameterType(name: unknown): string {
  const type = typeNamed(name || "string");
  return type === "integer" || type === "float" ? "number" : type;
}

export const parameterExtractor: NodeKind = {
  type: "parameter-extractor",
  group: "ai",
  icon: TextSearch,
  mayFail: true,
  handles: () => SOURCE,
  outputs: (data) => [
    ...rowsOf(data.parameters).map((each) => variable(textOf(each.name), parameterType(each.type))),
    variable("__is_success", "number"),
    variable("__reason", "string"),
    variable("__usage", "object"),
  ],
  summary: (data) =>
    rowsOf(data.parameters)
      .map((each) => textOf(each.name))
      .join(", "),
};
