// Which operators go with which types, as the server's `engine/conditions.py`.
import { type Row, rowOf, rowsOf } from "../kinds/reading";

const TEXT = [
  "contains",
  "not contains",
  "start with",
  "end with",
  "is",
  "is not",
  "in",
  "not in",
  "empty",
  "not empty",
] as const;
const NUMBER = ["=", "≠", ">", "<", "≥", "≤", "null", "not null"] as const;
const BOOLEAN = ["is", "is not", "null", "not null"] as const;
const ARRAY = ["contains", "not contains", "empty", "not empty"] as const;
const OBJECT = ["empty", "not empty", "null", "not null"] as const;
const FILE = ["exists", "not exists"] as const;
const FILES = ["contains", "not contains", "all of", "empty", "not empty"] as const;
const ANY = [...new Set([...TEXT, ...NUMBER, "exists", "not exists"] as const)];

export type Operator = (typeof ANY)[number] | (typeof FILES)[number];

/** In the order in which they are offered. */
export function operatorsFor(type: string): readonly Operator[] {
  if (type === "string" || type === "secret") return TEXT;
  if (type === "number" || type === "integer" || type === "float") return NUMBER;
  if (type === "boolean") return BOOLEAN;
  if (type === "object") return OBJECT;
  if (type === "file") return FILE;
  if (type === "array[file]") return FILES;
  return type.startsWith("array") ? ARRAY : ANY;
}

const WITHOUT_VALUE = ["empty", "not empty", "null", "not null", "exists", "not exists"];
export const takesValue = (operator: string): boolean => !WITHOUT_VALUE.includes(operator);

export const FILE_KEYS = ["name", "type", "extension", "mime_type", "size", "url", "transfer_method"] as const;
export const keyType = (key: string): string => (key === "size" ? "number" : "string");

/** Whether the files of an array are looked at one by one. */
export const looksAtFiles = (type: string, operator: string): boolean => type === "array[file]" && takesValue(operator);

/** The condition with another variable: with its first operator where the one it has is for another type. */
export function withVariable(condition: Row, selector: string[], type: string): Row {
  const operators: readonly string[] = operatorsFor(type);
  const operator = String(condition.comparison_operator ?? "");
  const kept = operators.includes(operator) ? operator : operators[0]!;
  return withOperator({ ...condition, variable_selector: selector, varType: type }, kept, type);
}

export function withOperator(condition: Row, operator: string, type: string): Row {
  const { sub_variable_condition: tests, ...others } = condition;
  const rest = { ...others, comparison_operator: operator };
  const value = takesValue(operator) ? (condition.value ?? "") : "";
  if (!looksAtFiles(type, operator)) return { ...rest, value };
  const inner = rowOf(tests);
  const conditions = rowsOf(inner.conditions);
  const first = { key: "name", comparison_operator: "contains", value: "" };
  return {
    ...rest,
    value: "",
    sub_variable_condition: {
      logical_operator: "and",
      ...inner,
      conditions: conditions.length > 0 ? conditions : [first],
    },
  };
}

export const newCondition = (id: string): Row => ({
  id,
  variable_selector: [],
  comparison_operator: "contains",
  value: "",
});
