// Filters of documents by their fields, as the API has them: its operators by the kind of the field, and their values.

export type FieldKind = "string" | "number" | "time";
export type FilterField = { name: string; kind: FieldKind };
export type Condition = { name: string; comparison_operator: string; value?: string | number | null };
export type Conditions = { logical_operator: "and" | "or"; conditions: Condition[] };

export const OPERATORS = {
  string: ["is", "is not", "contains", "not contains", "start with", "end with", "in", "not in", "empty", "not empty"],
  number: ["=", "≠", ">", "<", "≥", "≤", "empty", "not empty"],
  time: ["before", "after", "empty", "not empty"],
} as const satisfies Record<FieldKind, readonly string[]>;
export type Operator = (typeof OPERATORS)[FieldKind][number];

export const MAX_CONDITIONS = 50;

export const takesValue = (operator: string) => operator !== "empty" && operator !== "not empty";

/** The condition with another field: with its first operator where the one it has is for another kind. */
export function withField(condition: Condition, { name, kind }: FilterField): Condition {
  const operators: readonly string[] = OPERATORS[kind];
  if (operators.includes(condition.comparison_operator)) return { ...condition, name };
  return { name, comparison_operator: operators[0]!, value: "" };
}

/** What was typed, as the API compares it. */
export function typedValue(kind: FieldKind, typed: string): string | number {
  return kind === "number" && typed.trim() !== "" && Number.isFinite(Number(typed)) ? Number(typed) : typed;
}

/** A time as a date field shows it: clients write it as a date, or as seconds since 1970. */
export function dateOf(value: Condition["value"]): string {
  const date = typeof value === "number" || /^\d+$/.test(value ?? "") ? new Date(Number(value) * 1000) : null;
  return date ? date.toISOString().slice(0, 10) : String(value ?? "").slice(0, 10);
}

/** Whether every condition says what it compares with. */
export function areWhole({ conditions }: Conditions): boolean {
  return conditions.every(
    ({ name, comparison_operator, value }) => name && (!takesValue(comparison_operator) || (value ?? "") !== ""),
  );
}

/** Fields of several knowledge bases, each name once: of the kind that it has first. */
export function fieldsOf(lists: { name: string; type: string }[][]): FilterField[] {
  const found = new Map<string, FilterField>();
  for (const { name, type } of lists.flat())
    if (!found.has(name)) found.set(name, { name, kind: type in OPERATORS ? (type as FieldKind) : "string" });
  return [...found.values()];
}
