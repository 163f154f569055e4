import { Code } from "lucide-react";
import type { Variable } from "../graph/types";
import { type NodeKind, SOURCE } from "./kind";
import { isRow, rowOf, textOf, typeNamed } from "./reading";

export const code: NodeKind = {
  type: "code",
  group: "data",
  icon: Code,
  mayFail: true,
  handles: () => SOURCE,
  outputs: (data) => declared([], rowOf(data.outputs), 5),
  summary: (data) => `${textOf(data.code_language) || "python3"} → ${Object.keys(rowOf(data.outputs)).join(", ")}`,
};

function declared(parent: string[], outputs: Record<string, unknown>, depth: number): Variable[] {
  return Object.entries(outputs).flatMap(([name, each]) => {
    const selector = [...parent, name];
    const { type, children } = rowOf(each);
    const known = typeNamed(type ?? "string");
    return [
      { selector, label: selector.join("."), type: known },
      ...(known === "object" && isRow(children) && depth > 1 ? declared(selector, children, depth - 1) : []),
    ];
  });
}
