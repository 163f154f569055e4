// A graph may come from a file: nothing in a node's data is sure to be of the type it should have.
import type { Variable } from "../graph/types";

export type Row = Record<string, unknown>;

export const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const rowOf = (value: unknown): Row => (isRow(value) ? value : {});
export const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const selectorOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((part) => part !== null && part !== undefined).map(String) : [];
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];

/** The first line of a text that says anything. */
export const firstLine = (value: unknown): string =>
  textOf(value)
    .split("\n")
    .map((line) => line.trim())
    .find(Boolean) ?? "";

export const variable = (name: string, type: string): Variable => ({ selector: [name], label: name, type });

const TYPES = [
  ...["string", "number", "integer", "float", "boolean", "object", "file", "secret"],
  ...["array", "array[string]", "array[number]", "array[object]", "array[boolean]", "array[file]", "array[any]"],
  ...["any", "none"],
];
const ALIASES: Record<string, string> = {
  str: "string",
  text: "string",
  "text-input": "string",
  paragraph: "string",
  select: "string",
  int: "integer",
  double: "float",
  bool: "boolean",
  checkbox: "boolean",
  dict: "object",
  json: "object",
  json_object: "object",
  list: "array",
  "array[str]": "array[string]",
  "array[integer]": "array[number]",
  "array[int]": "array[number]",
  "array[float]": "array[number]",
  "array[dict]": "array[object]",
  "array[bool]": "array[boolean]",
  "file-list": "array[file]",
  null: "none",
};

/** The type's own name for any of its names: "array[string]" for "Array[String]"; `any` if there is no such type. */
export function typeNamed(name: unknown): string {
  const plain = textOf(name).trim().toLowerCase();
  const known = ALIASES[plain] ?? plain;
  return TYPES.includes(known) ? known : "any";
}

/** The last parts of a selector, as people read it: "text" of ["llm", "text"]. */
export const selectorText = (selector: unknown): string => selectorOf(selector).slice(1).join(".");
