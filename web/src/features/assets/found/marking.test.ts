import { expect, test } from "vitest";
import { nameParts, pieces } from "./marking";

test("what was looked for is every second piece, whatever its case and signs", () => {
  expect(pieces("Refund (new).md", "refund")).toEqual(["", "Refund", " (new).md"]);
  expect(pieces("a(b)[c]*.md", "(b)[c]*")).toEqual(["a", "(b)[c]*", ".md"]);
  expect(pieces("ÄPFEL", "äpfel")).toEqual(["", "ÄPFEL", ""]);
  expect(pieces("退款政策", "政策")).toEqual(["退款", "政策", ""]);
  expect(pieces("none", "x")).toEqual(["none"]);
});

const stem = "a-very-long-name-of-a-report-that-somebody-made-in-a-hurry";

test.each(["", "a-very", "report", "hurry", "final", "made-in-a-hurry-fi", ".md", "y-final.md"])(
  "of a long name the end and %j stay in sight",
  (query) => {
    const name = `${stem}-final.md`;
    const [first, last] = nameParts(name, query);
    expect(last.endsWith("-final.md")).toBe(true);
    // The first part is cut at its end, where the room ends: the match stands near its beginning, or in the other.
    expect(first.indexOf(query) < 22 && `${first.slice(0, 40)}|${last}`.includes(query)).toBe(true);
    expect(name.endsWith(first.replace("…", "") + last)).toBe(true);
  },
);
