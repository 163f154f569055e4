import type { AuditEvent } from "./queries";

type Related = { kind: string; id: string; name: string };
export type Facts = { nameBefore: string; related: Related[]; fields: string[]; values: [string, string][] };

/** What the details of an event say, each in its place; what has none is a value by its own name. */
export function factsOf({ details }: Pick<AuditEvent, "details">): Facts {
  const { name_before, related, fields, values, ...told } = details;
  return {
    nameBefore: typeof name_before === "string" ? name_before : "",
    related: Array.isArray(related) ? related : [],
    fields: Array.isArray(fields) ? fields : [],
    values: Object.entries({ ...(values as object | undefined), ...told }).map(([name, value]) => [name, text(value)]),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** For a field that has no words of its own: `doc_form` as "Doc form". */
export function asWords(field: string): string {
  const words = field.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
