import { expect, test } from "vitest";
import { bandsOf } from "./bands";

test("the whole source is there once, each part with the segments that it is in", () => {
  const source = "# 退款\n\n七天😀 or less.";
  const bands = bandsOf(source, [
    { start: 0, end: 9 },
    { start: 6, end: 18 },
  ]);
  expect(bands).toEqual([
    { text: "# 退款\n\n", of: [0] },
    { text: "七天😀", of: [0, 1] },
    { text: " or less.", of: [1] },
  ]);
  expect(bands.map(({ text }) => text).join("")).toBe(source);
});

test("what no segment has is shown too, and ends beyond the source are none", () => {
  expect(
    bandsOf("a---b", [
      { start: 0, end: 1 },
      { start: 4, end: 99 },
    ]),
  ).toEqual([
    { text: "a", of: [0] },
    { text: "---", of: [] },
    { text: "b", of: [1] },
  ]);
  expect(bandsOf("", [])).toEqual([]);
});
