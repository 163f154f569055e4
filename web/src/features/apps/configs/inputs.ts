import type { FormField } from "./config";

export type Inputs = Record<string, string | number | boolean>;

/** What a form holds before anybody fills it in. */
export function initialInputs(form: FormField[]): Inputs {
  return Object.fromEntries(form.map((field) => [field.variable, initial(field)]));
}

function initial(field: FormField): string | number | boolean {
  if (field.default !== null) return field.kind === "checkbox" ? field.default === true : field.default;
  return field.kind === "checkbox" ? false : "";
}

/** The form's values: of what was filled in before, what it still asks for. */
export function inputsFor(form: FormField[], given: Inputs): Inputs {
  const known = form
    .filter((field) => field.variable in given)
    .map((field) => [field.variable, given[field.variable]!]);
  return { ...initialInputs(form), ...Object.fromEntries(known) };
}

/** The variables that have to be filled in and are not. */
export function missing(form: FormField[], inputs: Inputs): string[] {
  const asked = form.filter((field) => field.required && !field.hide && field.kind !== "checkbox");
  return asked.map((field) => field.variable).filter((name) => inputs[name] === undefined || inputs[name] === "");
}

/** A text with the values of its `{{name}}`; a name that is unknown stays. */
export function rendered(template: string, inputs: Inputs): string {
  return template.replace(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g, (place, name: string) => {
    const value = inputs[name];
    return value === undefined || value === "" ? place : String(value);
  });
}
