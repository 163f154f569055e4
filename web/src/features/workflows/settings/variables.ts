// Variables of the whole workflow: settings and secrets of its environment, and what a conversation keeps.
import { type Row, textOf, typeNamed } from "../kinds/reading";

export interface WorkflowVariable {
  name: string;
  value_type: string;
  [key: string]: unknown;
}

export const ENVIRONMENT_TYPES = ["string", "number", "secret"] as const;
export const CONVERSATION_TYPES = [
  ...["string", "number", "boolean", "object"],
  ...["array[string]", "array[number]", "array[boolean]", "array[object]"],
] as const;

/** What the server shows of a secret, and takes back for the same one. */
export const HIDDEN = "[__HIDDEN__]";

export type VariableProblem = "name" | "taken" | "number" | "json";

export function variableProblem(
  row: WorkflowVariable,
  at: number,
  all: readonly WorkflowVariable[],
): VariableProblem | null {
  if (!/^[A-Za-z_]\w{0,99}$/.test(row.name)) return "name";
  if (all.some((each, other) => other < at && each.name === row.name)) return "taken";
  const type = typeNamed(row.value_type);
  const text = valueText(row);
  if (type === "number") return text.trim() === "" || Number.isFinite(Number(text)) ? null : "number";
  return isJson(type) && text.trim() !== "" && parsed(text, type) === undefined ? "json" : null;
}

export const isJson = (type: string): boolean => type === "object" || type.startsWith("array");

/** As it is edited. */
export function valueText({ value }: Row): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** As it is stored: what was typed, read by its type. */
export function stored(row: WorkflowVariable): WorkflowVariable {
  const type = typeNamed(row.value_type);
  const text = valueText(row);
  if (type === "number") return { ...row, value: text.trim() === "" ? 0 : Number(text) };
  if (type === "boolean") return { ...row, value: row.value === true || text === "true" };
  if (isJson(type)) return { ...row, value: text.trim() === "" ? (type === "object" ? {} : []) : parsed(text, type) };
  return { ...row, value: text };
}

/** undefined: it is no JSON, or of another type. */
function parsed(text: string, type: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (type === "object")
      return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
    if (!Array.isArray(value)) return undefined;
    const item = /^array\[(.+)\]$/.exec(type)?.[1] ?? "any";
    const fits = (each: unknown) =>
      item === "any" || (item === "object" ? typeof each === "object" && each !== null : typeof each === item);
    return value.every(fits) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A new one has an id of its own, by which its secret is found again under another name. */
export const newVariable = (): WorkflowVariable => ({
  id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.floor(Math.random() * 1e9)}`,
  name: "",
  value_type: "string",
  value: "",
  description: "",
});

/** Another type begins without a value: a secret never becomes a text that is shown. */
export const withType = (row: WorkflowVariable, type: string): WorkflowVariable => ({
  ...row,
  value_type: type,
  value: row.value_type === "secret" || type === "secret" || isJson(type) ? "" : textOf(row.value),
});
