import { Sparkles } from "lucide-react";
import type { Variable } from "../graph/types";
import { type NodeKind, SOURCE } from "./kind";
import { isRow, rowOf, textOf, variable } from "./reading";

export const modelName = (model: unknown): string => textOf(rowOf(model).name);

export const llm: NodeKind = {
  type: "llm",
  group: "ai",
  icon: Sparkles,
  mayFail: true,
  handles: () => SOURCE,
  outputs: (data) => [
    variable("text", "string"),
    variable("reasoning_content", "string"),
    variable("usage", "object"),
    variable("files", "array[file]"),
    ...(data.structured_output_enabled ? structured(data.structured_output) : []),
  ],
  summary: (data) => modelName(data.model),
};

const JSON_TYPES: Record<string, string> = {
  string: "string",
  number: "number",
  integer: "integer",
  boolean: "boolean",
};

/** The object, and what its schema says stands in it. */
function structured(given: unknown): Variable[] {
  return [variable("structured_output", "object"), ...properties(["structured_output"], schemaOf(given), 4)];
}

/** Graphs hold it as an object, or as text. */
export function schemaOf(given: unknown): Record<string, unknown> {
  const { schema } = rowOf(given);
  if (typeof schema !== "string") return rowOf(schema);
  try {
    return rowOf(JSON.parse(schema));
  } catch {
    return {};
  }
}

function properties(parent: string[], schema: Record<string, unknown>, depth: number): Variable[] {
  if (depth === 0) return [];
  return Object.entries(rowOf(schema.properties)).flatMap(([name, each]) => {
    const selector = [...parent, name];
    const inner = rowOf(each);
    return [
      { selector, label: selector.join("."), type: typeOf(inner) },
      ...(isRow(inner.properties) ? properties(selector, inner, depth - 1) : []),
    ];
  });
}

function typeOf(schema: Record<string, unknown>): string {
  if (schema.type === "array") {
    const item = typeOf(rowOf(schema.items));
    if (item === "integer") return "array[number]";
    return ["string", "number", "boolean", "object"].includes(item) ? `array[${item}]` : "array[any]";
  }
  return schema.type === "object" ? "object" : (JSON_TYPES[textOf(schema.type)] ?? "any");
}
