import { expect, test } from "vitest";
import { fits, found, grouped } from "./types";

test("types that may fit are offered, those that cannot are not", () => {
  expect(fits("string", ["string"])).toBe(true);
  expect(fits("secret", ["string"])).toBe(true);
  expect(fits("integer", ["number"])).toBe(true);
  expect(fits("array[string]", ["array"])).toBe(true);
  expect(fits("array[any]", ["array[file]"])).toBe(true);
  expect(fits("any", ["file"])).toBe(true);
  expect(fits("number", undefined)).toBe(true);
  expect(fits("string", ["number"])).toBe(false);
  expect(fits("array[string]", ["array[file]"])).toBe(false);
  expect(fits("file", ["array"])).toBe(false);
});

const variables = [
  { selector: ["a", "user"], label: "user", type: "object", node: "A" },
  { selector: ["b", "text"], label: "text", type: "string", node: "B" },
  { selector: ["a", "user", "name"], label: "user.name", type: "string", node: "A" },
];

test("a longer selector looks into an object, and into nothing else", () => {
  expect(found(variables, ["a", "user", "name"])?.type).toBe("string");
  expect(found(variables, ["a", "user", "age"])?.label).toBe("user");
  expect(found(variables, ["b", "text", "x"])).toBeUndefined();
  expect(found(variables, ["a"])).toBeUndefined();
  expect(grouped(variables).map(([node, each]) => [node, each.length])).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
});
