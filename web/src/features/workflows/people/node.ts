// What the data of a human-input node says, in the words of its form.
import { type Row, rowsOf } from "../kinds/reading";

/** The root under which the text of a form names its fields. */
export const OUTPUTS = "$outputs";

export const FIELD_TYPES = ["text_input", "paragraph", "select", "number", "checkbox", "file", "file_list"] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Files have types with dashes, too. */
export function fieldType(type: unknown): FieldType {
  const plain = typeof type === "string" ? type.replaceAll("-", "_") : "";
  return FIELD_TYPES.find((each) => each === plain) ?? "text_input";
}

/** Whether whoever started the run may answer; else only members of the workspace. */
export const asksUser = (methods: unknown): boolean =>
  rowsOf(methods).some(({ type, enabled }) => type === "webapp" && enabled !== false);

/** The other ways of delivery stay as they are. */
export function withUser(methods: unknown, asked: boolean): Row[] {
  const rows = rowsOf(methods);
  if (!rows.some(({ type }) => type === "webapp")) {
    return asked ? [...rows, { id: "webapp", type: "webapp", enabled: true }] : rows;
  }
  return rows.map((each) => (each.type === "webapp" ? { ...each, enabled: asked } : each));
}

/** "field_2", if there is a "field_1" already. */
export function freeName(taken: readonly string[], name: string): string {
  for (let number = taken.length + 1; ; number++) if (!taken.includes(`${name}_${number}`)) return `${name}_${number}`;
}

/** One option a line; those that stand there twice, and empty lines, are none. */
export const optionsOf = (text: string): string[] =>
  [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);
