import { expect, test } from "vitest";
import { areWhole, dateOf, fieldsOf, OPERATORS, takesValue, typedValue, withField } from "./conditions";

const condition = { name: "year", comparison_operator: "≥", value: 2020 };

test("an operator stays where the new field has it too", () => {
  expect(withField(condition, { name: "pages", kind: "number" })).toEqual({ ...condition, name: "pages" });
  expect(withField(condition, { name: "author", kind: "string" })).toEqual({
    name: "author",
    comparison_operator: "is",
    value: "",
  });
  const empty = { name: "year", comparison_operator: "empty" };
  for (const kind of ["string", "number", "time"] as const)
    expect(withField(empty, { name: "other", kind }).comparison_operator).toBe("empty");
});

test("a condition without what it compares with is not whole, unless it needs nothing", () => {
  const and = (...conditions: (typeof condition)[]) => areWhole({ logical_operator: "and", conditions });
  expect([and(), and(condition), and({ ...condition, value: 0 })]).toEqual([true, true, true]);
  expect([and({ ...condition, name: "" }), and({ ...condition, value: "" as never })]).toEqual([false, false]);
  expect(and({ ...condition, comparison_operator: "not empty", value: "" as never })).toBe(true);
});

test("values are numbers where numbers are compared, and times are dates however they are written", () => {
  expect([typedValue("number", "12.5"), typedValue("number", "x"), typedValue("string", "12")]).toEqual([
    12.5,
    "x",
    "12",
  ]);
  expect([dateOf("2026-11-30"), dateOf(1795996800), dateOf("1795996800"), dateOf(null)]).toEqual([
    "2026-11-30",
    "2026-11-30",
    "2026-11-30",
    "",
  ]);
});

test("a field of several knowledge bases is there once", () => {
  const lists = [
    [{ name: "year", type: "number" }],
    [
      { name: "year", type: "string" },
      { name: "when", type: "odd" },
    ],
  ];
  expect(fieldsOf(lists)).toEqual([
    { name: "year", kind: "number" },
    { name: "when", kind: "string" },
  ]);
  expect(Object.values(OPERATORS).every((each) => each.filter((one) => !takesValue(one)).length === 2)).toBe(true);
});
