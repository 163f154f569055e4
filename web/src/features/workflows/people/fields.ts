// A form's text and fields, and what a person has filled in.
import type { FormContent } from "./queries";

export type FormField = FormContent["inputs"][number];
export type Part = { text: string } | { field: FormField };
export type Given = Record<string, unknown>;

/** A file that has been uploaded to a field. */
export type GivenFile = { type: string; transfer_method: "local_file"; upload_file_id: string; name: string };

const PLACE = /\{\{#\$outputs\.([^\s.#{}]+)#\}\}/;

/** As a start's fields are called: "text-input" of "text_input". */
export const kindOf = (field: FormField) => field.type.replaceAll("_", "-");

/** The text with its fields where they stand; those that have no place in it follow. Each field comes once. */
export function partsOf({ form_content, inputs }: Pick<FormContent, "form_content" | "inputs">): Part[] {
  const left = new Map(inputs.map((field) => [field.output_variable_name, field]));
  const parts: Part[] = [];
  // Texts and the names of fields take turns.
  form_content.split(PLACE).forEach((piece, at) => {
    if (at % 2 === 0) {
      if (piece.trim()) parts.push({ text: piece });
      return;
    }
    const field = left.get(piece);
    if (!field) return;
    left.delete(piece);
    parts.push({ field });
  });
  return [...parts, ...[...left.values()].map((field) => ({ field }))];
}

/** What stands in the fields at first. */
export function initialOf({ inputs, resolved_default_values }: FormContent): Given {
  return Object.fromEntries(
    inputs.map((field) => {
      const name = field.output_variable_name;
      const kind = kindOf(field);
      const empty = kind === "checkbox" ? false : kind === "file-list" ? [] : kind === "file" ? null : "";
      return [name, resolved_default_values[name] ?? empty];
    }),
  );
}

/** As the API takes it: an empty number is none, and of files only what names them. */
export function sentOf(inputs: FormField[], given: Given): Given {
  return Object.fromEntries(
    inputs.map((field) => {
      const value = given[field.output_variable_name];
      const kind = kindOf(field);
      if (kind === "number" && value === "") return [field.output_variable_name, null];
      if (kind === "file") return [field.output_variable_name, value ? named(value as GivenFile) : null];
      if (kind === "file-list") return [field.output_variable_name, (value as GivenFile[]).map(named)];
      return [field.output_variable_name, value];
    }),
  );
}

const named = ({ name: _, ...file }: GivenFile) => file;

/** What the server takes a file for: by its media type. */
export function fileKind(mimeType: string): string {
  const [kind = ""] = mimeType.split("/");
  return ["image", "audio", "video"].includes(kind) ? kind : "document";
}
