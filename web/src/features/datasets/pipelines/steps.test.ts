import { expect, test } from "vitest";
import { isComplete, OPTIONAL, toggled, USUAL } from "./steps";

test("a step comes to its place, whatever the order in which they are chosen", () => {
  const orders = [OPTIONAL, [...OPTIONAL].reverse()];
  for (const order of orders) {
    let steps = USUAL;
    for (const type of order) steps = toggled(steps, type as "redact", true);
    expect(steps.map((step) => step.type)).toEqual([
      ...["extract", "redact", "clean", "split", "context", "questions", "summary", "metadata", "index"],
    ]);
    for (const type of order) steps = toggled(steps, type as "redact", false);
    expect(steps).toEqual(USUAL);
  }
});

test("metadata asks for fields", () => {
  expect(isComplete(USUAL)).toBe(true);
  expect(isComplete(toggled(USUAL, "metadata", true))).toBe(false);
});
