// The variables of a start: as the server's `nodes/start.py` reads them.
import { type Row, textOf, textsOf } from "../kinds/reading";

export const FIELD_TYPES = [
  ...(["text-input", "paragraph", "select", "number", "checkbox"] as const),
  ...(["file", "file-list", "json_object"] as const),
];
export type FieldType = (typeof FIELD_TYPES)[number];

export const fieldType = (row: Row): FieldType => FIELD_TYPES.find((each) => each === row.type) ?? "text-input";

export const newStartVariable = (): Row => ({
  variable: "",
  label: "",
  type: "text-input",
  required: true,
  options: [],
});

export type StartProblem = "name" | "taken" | "options" | "json" | "default";

export function startProblem(row: Row, others: readonly string[]): StartProblem | null {
  const name = textOf(row.variable);
  // As the server reads names in templates: no dot, no space, no brace.
  if (!/^[^\s.#{}]{1,100}$/.test(name)) return "name";
  if (others.includes(name)) return "taken";
  const type = fieldType(row);
  if (type === "select" && textsOf(row.options).length === 0) return "options";
  const given = row.default;
  if (type === "select" && given && !textsOf(row.options).includes(textOf(given))) return "default";
  if (type === "json_object" && typeof given === "string" && given.trim() && !isObject(given)) return "json";
  return null;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Without what another type had. */
export function withType(row: Row, type: FieldType): Row {
  const { default: _, max_length: __, ...rest } = row;
  const files = type === "file" || type === "file-list";
  const rules = {
    allowed_file_types: ["image", "document"],
    allowed_file_upload_methods: ["local_file", "remote_url"],
    allowed_file_extensions: [],
  };
  return {
    ...rest,
    type,
    ...(files && !("allowed_file_types" in row) ? rules : {}),
    ...(type === "file-list" ? { max_length: 5 } : {}),
  };
}
