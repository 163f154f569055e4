// Which types go with which: as the server's `engine/values.py:fits`, but where it cannot be known yet.
import type { Variable } from "../graph/types";
import type { Offered } from "../kinds/upstream";

const NUMBERS = ["number", "integer", "float"];

/** Whether a variable may be used where these types are accepted. None: any. */
export function fits(type: string, accepted?: readonly string[]): boolean {
  if (!accepted || type === "any" || accepted.includes("any") || accepted.includes(type)) return true;
  if (NUMBERS.includes(type)) return accepted.includes("number");
  if (type === "secret") return accepted.includes("string");
  const isArray = type.startsWith("array");
  if (isArray && accepted.includes("array")) return true;
  return (type === "array" || type === "array[any]") && accepted.some((each) => each.startsWith("array"));
}

export const ARRAYS = ["array"] as const;
export const FILES = ["file", "array[file]"] as const;

export const sameSelector = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);

/** The variable itself, or the object that a longer selector looks into. */
export function found<V extends Variable>(variables: readonly V[], selector: readonly string[]): V | undefined {
  const exact = variables.find((each) => sameSelector(each.selector, selector));
  if (exact || selector.length < 3) return exact;
  const whole = (each: V) => each.type === "object" || each.type === "any" || each.type === "file";
  return variables.find(
    (each) =>
      whole(each) && each.selector.length < selector.length && each.selector.every((part, at) => part === selector[at]),
  );
}

/** By the node that they are of, in their order. */
export function grouped(variables: readonly Offered[]): [string, Offered[]][] {
  const groups = new Map<string, Offered[]>();
  for (const each of variables) {
    const key = each.selector[0]!;
    const known = groups.get(key);
    if (known) known.push(each);
    else groups.set(key, [each]);
  }
  return [...groups];
}
