import { expect, test } from "vitest";
import { codeOf, languagesIn } from "./languages";

test.each([
  ["English", "en"],
  ["zh-Hans", "zh"],
  ["Chinese Simplified", "zh"],
  [" pt_BR", "pt"],
  ["Klingon", null],
  ["", null],
])("%s is stored for %s", (stored, code) => {
  expect(codeOf(stored)).toBe(code);
});

test("languages have names in the language of the console, each once", () => {
  const found = languagesIn("zh-Hans");
  expect(found.find(({ code }) => code === "de")?.name).toBe("德语");
  expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
});
