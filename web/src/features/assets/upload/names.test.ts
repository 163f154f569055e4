import { expect, test } from "vitest";
import { extension, nameKey, refusal, reservedOnWindows, utf8Length } from "./names";

// The same names, in the same order, as in api/tests/unit_tests/assets/test_names.py.
const TAKEN = [
  "a",
  "README.md",
  ".gitignore",
  ".a",
  "a b",
  "a.b.c",
  "...a",
  "-rf",
  "~",
  "$HOME",
  "100%",
  "con",
  "aux.c",
  "COM1.txt",
  "日本語.md",
  "Ünïcödé",
  "e\u0301.txt",
  "\u00e9.txt",
  "😀.png",
  "👩‍👩‍👧",
  "ﬀ",
  "İstanbul",
  "ẞ",
  "עברית",
  "a".repeat(255),
  "é".repeat(127),
  "a\u200bb",
  "a;b&c|d`e'f\"g<h>i?j*k:l",
  "{{x}}",
  "__proto__",
  "null",
];

const REFUSED: [string, string][] = [
  ["", "empty"],
  [".", "dots"],
  ["..", "dots"],
  ["...", "final_dot"],
  ["a.", "final_dot"],
  [" ", "outer_space"],
  [" a", "outer_space"],
  ["a ", "outer_space"],
  ["\u00a0a", "outer_space"],
  ["a\u3000", "outer_space"],
  ["a\u2003", "outer_space"],
  ["a/b", "forbidden"],
  ["/", "forbidden"],
  ["a\\b", "forbidden"],
  ["..\\..", "forbidden"],
  ["a\0", "forbidden"],
  ["\0", "forbidden"],
  ["a\nb", "forbidden"],
  ["a\tb", "forbidden"],
  ["\x1b[31m", "forbidden"],
  ["\x7f", "forbidden"],
  ["\x85", "forbidden"],
  ["a\x9fb", "forbidden"],
  ["\ud800", "not_unicode"],
  ["a\udfff", "not_unicode"],
  ["a".repeat(256), "too_long"],
  ["é".repeat(128), "too_long"],
  ["😀".repeat(64), "too_long"],
];

test.each(TAKEN)("%j can be a name", (name) => {
  expect(refusal(name)).toBeNull();
});

test.each(REFUSED)("%j cannot be a name: %s", (name, code) => {
  expect(refusal(name)?.code).toBe(code);
});

test("a refusal says what is wrong", () => {
  expect(refusal("a\x00")).toEqual({ code: "forbidden", character: "U+0000" });
  expect(refusal("a\\b")).toEqual({ code: "forbidden", character: "\\" });
  expect(refusal("é".repeat(128))).toEqual({ code: "too_long", bytes: 256 });
});

test("a byte order mark is no white space, as in Python", () => {
  expect(refusal("\ufeffa")).toBeNull();
});

test.each([
  ["README.md", "readme.md"],
  ["e\u0301", "\u00e9"],
  ["E\u0301.TXT", "\u00e9.txt"],
  ["Straße", "STRASSE"],
  ["ΣΊΣΥΦΟΣ", "σίσυφος"],
  ["ﬁle", "FILE"],
  ["\u212b", "\u00e5"],
  ["ẞ", "ss"],
  ["ᾼ", "αι"],
  ["Ꭰ", "ꭰ"],
  ["\u1c90", "\u10d0"],
])("%s and %s are one name", (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test.each([
  ["a", "b"],
  ["a.txt", "a.md"],
  ["e", "é"],
  ["a-b", "a_b"],
  ["ı", "i"],
])("%s and %s are two names", (one, other) => {
  expect(nameKey(one)).not.toBe(nameKey(other));
});

test.each(["con", "CON", "aux.c", "Nul.tar.gz", "com1", "LPT9.txt"])("Windows reserves %s", (name) => {
  expect(reservedOnWindows(name)).toBe(true);
});

test.each(["console", "com0", "com10", "a.con", "_aux"])("Windows does not reserve %s", (name) => {
  expect(reservedOnWindows(name)).toBe(false);
});

test.each([
  ["a.md", "md"],
  ["a.tar.gz", "gz"],
  [".gitignore", ""],
  ["Makefile", ""],
  [".a.b", "b"],
])("the extension of %s is %j", (name, expected) => {
  expect(extension(name)).toBe(expected);
});

test.each(["", "a", "é", "日本語", "😀é"])("%j has as many bytes as its encoding", (text) => {
  expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
});
