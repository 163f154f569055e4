// Fields in lines of text, `name: value`, as the server's `nodes/http/fields.py` reads them; and bodies in both shapes.
import { type Row, rowOf, rowsOf, selectorOf, textOf } from "../kinds/reading";

export interface Pair {
  name: string;
  value: string;
}

export function pairsOf(lines: unknown): Pair[] {
  return textOf(lines)
    .split("\n")
    .map((line) => {
      const at = line.indexOf(":");
      return at < 0
        ? { name: line.trim(), value: "" }
        : { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    })
    .filter(({ name }) => name);
}

/** A name ends at the first colon, and a value at the end of its line. */
export function linesOf(pairs: readonly Pair[]): string {
  return pairs
    .filter(({ name }) => name.trim())
    .map(({ name, value }) => `${name.replaceAll(":", "").trim()}:${value.replaceAll("\n", " ")}`)
    .join("\n");
}

export const BODIES = ["none", "json", "form-data", "x-www-form-urlencoded", "raw-text", "binary"] as const;
export type BodyType = (typeof BODIES)[number];

export const bodyType = (body: unknown): BodyType => BODIES.find((each) => each === rowOf(body).type) ?? "none";

/** Of JSON and text. */
export function bodyText(body: unknown): string {
  const { data } = rowOf(body);
  return typeof data === "string" ? data : textOf(rowsOf(data)[0]?.value);
}

export const withText = (body: unknown, text: string): Row => ({
  ...rowOf(body),
  data: [{ ...rowsOf(rowOf(body).data)[0], type: "text", value: text }],
});

/** Of forms; older files have lines. */
export function bodyItems(body: unknown): Row[] {
  const { data } = rowOf(body);
  if (typeof data !== "string") return rowsOf(data);
  return pairsOf(data).map(({ name, value }) => ({ key: name, type: "text", value }));
}

export function withType(body: unknown, type: BodyType): Row {
  const before = bodyType(body);
  const isText = (each: BodyType) => each === "json" || each === "raw-text";
  const isForm = (each: BodyType) => each === "form-data" || each === "x-www-form-urlencoded";
  const kept = (isText(before) && isText(type)) || (isForm(before) && isForm(type));
  return { ...rowOf(body), type, ...(kept ? {} : { data: [] }) };
}

export const binaryFile = (body: unknown): string[] => selectorOf(rowsOf(rowOf(body).data)[0]?.file);
