import { expect, test } from "vitest";
import { HIDDEN, headerProblems, isMoved, newRow, rowsOf, sentHeaders } from "./headers";
import { parametersOf } from "./parameters";

test("a value that is not shown goes back as it came, another one as it is entered, a blank row not at all", () => {
  const [kept, replaced] = rowsOf({ Authorization: HIDDEN, "X-Team": HIDDEN });
  const rows = [kept!, { ...replaced!, value: " two " }, newRow(), { ...newRow(" X-New "), value: "3" }];
  expect(headerProblems(rows, false)).toEqual(new Map());
  expect(sentHeaders(rows)).toEqual({ Authorization: HIDDEN, "X-Team": "two", "X-New": "3" });
});

test("a header needs a name of its own and a value", () => {
  const [kept] = rowsOf({ Authorization: HIDDEN });
  const [nameless, spaced] = [
    { ...newRow(), value: "x" },
    { ...newRow("not a name"), value: "x" },
  ];
  const [twice, empty] = [{ ...newRow("authorization"), value: "x" }, newRow("X-Empty")];
  expect([...headerProblems([kept!, nameless, spaced, twice, empty], false).values()]).toEqual([
    "name",
    "name",
    "twice",
    "value",
  ]);
});

test("another host gets no value that was given for the one before", () => {
  const [kept] = rowsOf({ Authorization: HIDDEN });
  expect(isMoved("https://a.example/mcp", "https://a.example/other")).toBe(false);
  expect(isMoved("https://a.example/mcp", "http://a.example/mcp")).toBe(true);
  expect(isMoved("https://a.example/mcp", "https://")).toBe(false);
  expect(headerProblems([kept!], true)).toEqual(new Map([[kept!.id, "again"]]));
  expect(headerProblems([{ ...kept!, value: "new" }], true)).toEqual(new Map());
});

test("a tool says what it is called with, whatever its schema holds", () => {
  const properties = { a: { type: "integer" }, b: { type: ["string", "null"] }, c: { anyOf: [] }, d: null };
  expect(parametersOf({ properties, required: ["a"] })).toEqual([
    { name: "a", type: "integer", required: true },
    { name: "b", type: "string | null", required: false },
    { name: "c", type: "", required: false },
    { name: "d", type: "", required: false },
  ]);
  expect(parametersOf({ properties: 3, required: "a" })).toEqual([]);
  expect(parametersOf({})).toEqual([]);
});
