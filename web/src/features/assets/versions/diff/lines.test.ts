import { expect, test } from "vitest";
import { compareLines } from "./lines";

test("a changed line stands between those that stayed", () => {
  expect(compareLines("a\nb\nc\n", "a\nB\nc\n")).toEqual([
    { kind: "same", before: 1, after: 1, text: "a" },
    { kind: "removed", before: 2, text: "b" },
    { kind: "added", after: 2, text: "B" },
    { kind: "same", before: 3, after: 3, text: "c" },
  ]);
});

test("an end of line that is missing is a change", () => {
  expect(compareLines("a\n", "a").some((line) => line.kind === "removed")).toBe(true);
});

test("what is far from any change is folded", () => {
  const many = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join("");
  expect(compareLines(many, `${many}more\n`)[0]).toEqual({ kind: "gap", count: 17 });
});
