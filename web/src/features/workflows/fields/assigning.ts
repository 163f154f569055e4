// Which operations go with which variables, as the server's `nodes/assigner.py`.
const ANY = ["over-write", "set", "clear"] as const;
const NUMBER = [...ANY, "+=", "-=", "*=", "/="] as const;
const ARRAY = [...ANY, "append", "extend", "remove-first", "remove-last"] as const;

export type Operation = (typeof NUMBER)[number] | (typeof ARRAY)[number];

export function operationsFor(type: string): readonly Operation[] {
  if (["number", "integer", "float"].includes(type)) return NUMBER;
  if (type.startsWith("array")) return ARRAY;
  return type === "any" ? [...NUMBER, ...ARRAY.slice(ANY.length)] : ANY;
}

const WITHOUT_VALUE = ["clear", "remove-first", "remove-last"];
export const takesAValue = (operation: string): boolean => !WITHOUT_VALUE.includes(operation);

/** Of what type the value has to be. */
export function assignedType(operation: string, type: string): string {
  if (["+=", "-=", "*=", "/="].includes(operation)) return "number";
  if (operation !== "append") return type;
  const item = /^array\[(.+)\]$/.exec(type)?.[1];
  return item ?? "any";
}

/** `set` takes what stands there, over-write what a variable holds; the others either. */
export function defaultSource(operation: string): { input_type: string; value: unknown } {
  return operation === "set" ? { input_type: "constant", value: "" } : { input_type: "variable", value: [] };
}
