import { expect, test } from "vitest";
import { choicesOf } from "./technique";

test("vectors are offered, and first, where there is a model for them; words always", () => {
  expect(choicesOf({ name: "embed" })).toEqual(["high_quality", "economy"]);
  expect(choicesOf(null)).toEqual(["economy"]);
  expect(choicesOf(undefined)).toEqual(["automatic", "economy"]);
});
