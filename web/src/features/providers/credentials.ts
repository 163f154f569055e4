import type { Schemas } from "@/api";

export type FieldSchema = Schemas["FieldOut"];
export type Values = Record<string, string>;

/** What the API takes for a secret that stays as it is. */
const HIDDEN = "[__HIDDEN__]";

/** What a form begins with: what is not secret, as it is. */
export function initialValues(fields: FieldSchema[], known: Values): Values {
  const shown = fields.filter((field) => field.type !== "secret-input");
  return Object.fromEntries(shown.map((field) => [field.variable, known[field.variable] ?? ""]));
}

/** What is sent. A secret that is known and was left blank stays. */
export function sentValues(fields: FieldSchema[], values: Values, known: Values): Values {
  const sent = fields.map(({ variable, type }) => {
    const value = values[variable]?.trim() ?? "";
    const kept = type === "secret-input" && value === "" && known[variable];
    return [variable, kept ? HIDDEN : value] as const;
  });
  return Object.fromEntries(sent.filter(([, value]) => value !== ""));
}

/** The fields that are required and would be sent empty. */
export function missingValues(fields: FieldSchema[], sent: Values): string[] {
  return fields.filter((field) => field.required && !sent[field.variable]).map((field) => field.variable);
}
