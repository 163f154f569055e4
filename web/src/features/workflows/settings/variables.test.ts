import { expect, test } from "vitest";
import { HIDDEN, newVariable, stored, variableProblem, withType } from "./variables";

const variable = (patch: object) => ({ ...newVariable(), name: "a", ...patch });
const problem = (patch: object) => {
  const row = variable(patch);
  return variableProblem(row, 0, [row]);
};

test("what is wrong with a variable is said", () => {
  expect(problem({ name: "1a" })).toBe("name");
  expect(problem({ name: "" })).toBe("name");
  expect(problem({ value_type: "number", value: "x" })).toBe("number");
  expect(problem({ value_type: "object", value: "[1]" })).toBe("json");
  expect(problem({ value_type: "array[string]", value: '["a", 1]' })).toBe("json");
  expect(problem({ value_type: "array[string]", value: '["a"]' })).toBeNull();
  const twice = [variable({}), variable({})];
  expect(twice.map(variableProblem)).toEqual([null, "taken"]);
});

test("values are stored by their type, once and again", () => {
  const cases = [
    ["string", "5", "5"],
    ["number", "5", 5],
    ["number", "", 0],
    ["boolean", "true", true],
    ["boolean", "", false],
    ["object", "", {}],
    ["array[number]", "[1]", [1]],
    ["secret", HIDDEN, HIDDEN],
  ] as const;
  for (const [value_type, value, expected] of cases) {
    const once = stored(variable({ value_type, value }));
    expect(once.value).toEqual(expected);
    expect(stored(once)).toEqual(once);
  }
});

test("a secret is never shown by becoming another type", () => {
  expect(withType(variable({ value_type: "secret", value: "key" }), "string").value).toBe("");
  expect(withType(variable({ value: "plain" }), "number").value).toBe("plain");
});
