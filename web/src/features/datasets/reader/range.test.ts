import { expect, test } from "vitest";
import { cutAt } from "./range";

test("a range counts in bytes, whatever the text is written in", () => {
  expect(cutAt("plain words", 0, 6, 11)).toEqual(["plain ", "words", ""]);
  expect(cutAt("退款需要七天。谢谢", 0, 12, 18)).toEqual(["退款需要", "七天", "。谢谢"]);
  expect(cutAt("😀 é", 0, 5, 7)).toEqual(["😀 ", "é", ""]);
  expect(cutAt("\ufeffab", 0, 3, 4)).toEqual(["\ufeff", "a", "b"]);
});

test("of a part of the text, what lies outside is not marked", () => {
  expect(cutAt("words here", 100, 106, 110)).toEqual(["words ", "here", ""]);
  expect(cutAt("words here", 100, 90, 105)).toEqual(["", "words", " here"]);
  expect(cutAt("words here", 100, 108, 500)).toEqual(["words he", "re", ""]);
  expect(cutAt("words", 100, 0, 50)).toEqual(["", "", "words"]);
  expect(cutAt("words", 100, 200, 250)).toEqual(["words", "", ""]);
});
