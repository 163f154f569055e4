import { expect, test } from "vitest";
import { changes, typedOf } from "./values";

const fields = [
  { id: "a", type: "string" },
  { id: "n", type: "number" },
  { id: "t", type: "time" },
];
const before = { a: "Ada", n: 0, t: 1_796_000_000 };

test("what nobody has touched is not sent", () => {
  expect(changes(fields, before, {})).toEqual({});
  const same = Object.fromEntries(fields.map(({ id, type }) => [id, typedOf(type, before[id as keyof typeof before])]));
  expect(same).toEqual({ a: "Ada", n: "0", t: "2026-11-30" });
  expect(changes(fields, before, same)).toEqual({});
});

test("values are of their field's type, and an empty one is none", () => {
  expect(changes(fields, {}, { a: "12", n: "2.5", t: "1970-01-03" })).toEqual({ a: "12", n: 2.5, t: 172_800 });
  expect(changes(fields, before, { a: " ", n: "", t: "" })).toEqual({ a: null, n: null, t: null });
});
