import { expect, test } from "vitest";
import { PART_BYTES, type Part, partOf } from "./parts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** As a person reads it: on and on, or back from the end. */
function through(bytes: Uint8Array, back: boolean): Part[] {
  const parts: Part[] = [];
  let at = back ? bytes.length : 0;
  while (back ? at > 0 : at < bytes.length) {
    const from = back ? Math.max(0, at - PART_BYTES) : at;
    const to = back ? at : Math.min(bytes.length, at + PART_BYTES);
    const ends = { first: from === 0, last: back || to === bytes.length, exact: !back };
    const part = partOf(bytes.subarray(from, to), from, ends);
    parts.push(part);
    at = back ? part.from : part.to;
  }
  return back ? parts.reverse() : parts;
}

const TEXTS = {
  lines: "a line of some length, with ümlauts and 🌳\n".repeat(20_000),
  "one line": "日本語🌳".repeat(60_000),
  "a long line among short ones": `${"short\n".repeat(50_000)}${"ü".repeat(300_000)}\n${"short\n".repeat(50_000)}`,
  "nothing but line ends": "\n".repeat(600_000),
};

test.each(Object.entries(TEXTS))("%s: the parts are the whole text, each of whole characters", (_, text) => {
  const bytes = bytesOf(text);
  for (const back of [false, true]) {
    const parts = through(bytes, back);
    expect(parts.map((part) => part.text).join("") === text).toBe(true);
    expect(parts.length).toBeLessThan(2 + (2 * bytes.length) / PART_BYTES);
  }
});

test("bytes that are no text are told from text", () => {
  expect(partOf(Uint8Array.of(1, 0, 2), 0, { first: true, last: true, exact: true }).text).toBeNull();
});
