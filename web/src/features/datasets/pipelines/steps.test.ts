import { expect, test } from "vitest";
import { changed, isComplete, OPTIONAL, toggled, USUAL } from "./steps";

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

test("metadata asks for fields, and splitting for lengths", () => {
  const complete = (steps: typeof USUAL) => isComplete(steps, "text_model");
  expect(complete(USUAL)).toBe(true);
  expect(complete(toggled(USUAL, "metadata", true))).toBe(false);
  const split = (max_tokens: number) =>
    changed(USUAL, { type: "split", mode: "custom", segmentation: { max_tokens, chunk_overlap: 0 } });
  expect([complete(split(300)), complete(split(10))]).toEqual([true, false]);
  expect(isComplete(split(10), "qa_model")).toBe(true);
});
