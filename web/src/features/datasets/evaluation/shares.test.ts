import { expect, test } from "vitest";
import { shownDifference, shownShare } from "./shares";

test("figures have three digits, and what is not known says so", () => {
  expect([shownShare(0.98765), shownShare(1), shownShare(null), shownShare(undefined)]).toEqual([
    "0.988",
    "1.000",
    "–",
    "–",
  ]);
});

test("differences have a sign", () => {
  expect(shownDifference(0.5, 0.75)).toBe("+0.250");
  expect(shownDifference(0.75, 0.5)).toBe("−0.250");
  expect(shownDifference(0.5, 0.5)).toBe("±0.000");
  expect(shownDifference(null, 0.5)).toBe("–");
});
