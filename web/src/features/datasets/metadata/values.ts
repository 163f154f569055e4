// Values of metadata fields as a form has them: all of them text, times as dates of UTC, and "" for none.
import type { Field, Value } from "./queries";

const DAY = 86_400;

export function typedOf(type: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (type !== "time" || typeof value !== "number") return String(value);
  return new Date(value * 1000).toISOString().slice(0, 10);
}

function typedValue(type: string, typed: string): Value {
  const text = typed.trim();
  if (text === "") return null;
  if (type === "time") return Math.floor(Date.parse(`${text}T00:00:00Z`) / 1000 / DAY) * DAY;
  return type === "number" ? Number(text) : text;
}

/** Values by the IDs of fields, of those that were changed: a time that nobody touched keeps its hour. */
export function changes(
  fields: Pick<Field, "id" | "type">[],
  before: Record<string, unknown>,
  typed: Record<string, string>,
) {
  const changed = fields.filter(({ id, type }) => id in typed && typed[id] !== typedOf(type, before[id]));
  return Object.fromEntries(changed.map(({ id, type }) => [id, typedValue(type, typed[id]!)]));
}
