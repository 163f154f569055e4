import { expect, test } from "vitest";
import accepted from "./accepted.json";
import { operationsFor, takesAValue } from "./assigning";
import { operatorsFor, takesValue, withOperator, withVariable } from "./operators";

// The file is made from the server's operators, and a test of the API compares it with them.
const { operators, operations, valueless } = accepted as {
  operators: Record<string, string[]>;
  operations: Record<string, string[]>;
  valueless: string[];
};

test.each(Object.keys(operators))("conditions on %s have only operators that the server accepts", (type) => {
  const offered: readonly string[] = operatorsFor(type);
  expect(offered.filter((each) => !operators[type]!.includes(each))).toEqual([]);
  expect(offered.length).toBeGreaterThan(0);
});

test.each(Object.keys(operations))("assignments to %s have only operations that the server accepts", (type) => {
  expect(operationsFor(type).filter((each) => !operations[type]!.includes(each))).toEqual([]);
});

test("each operation of the server is offered somewhere, and asks for a value where the server does", () => {
  const all = [...new Set(Object.values(operations).flat())];
  const offered = new Set(Object.keys(operations).flatMap((type) => operationsFor(type) as readonly string[]));
  expect(all.filter((each) => !offered.has(each))).toEqual([]);
  expect(all.filter((each) => !takesAValue(each)).sort()).toEqual([...valueless].sort());
});

test("another variable keeps what goes with it", () => {
  const condition = { id: "1", variable_selector: ["a", "x"], comparison_operator: "contains", value: "z" };
  expect(withVariable(condition, ["a", "y"], "string")).toMatchObject({ comparison_operator: "contains", value: "z" });
  expect(withVariable(condition, ["a", "n"], "number")).toMatchObject({ comparison_operator: "=", varType: "number" });
  const files = withVariable(condition, ["a", "f"], "array[file]");
  expect(files.sub_variable_condition).toMatchObject({ conditions: [{ key: "name" }] });
  expect(withOperator(files, "empty", "array[file]").sub_variable_condition).toBeUndefined();
  expect(["empty", "null", "exists", "is"].map(takesValue)).toEqual([false, false, false, true]);
});
