import { expect, test } from "vitest";
import type { Config } from "@/features/apps/configs/config";
import { asText, changesBetween } from "./changes";

const CONFIG = {
  model: null,
  pre_prompt: "You know Graz.",
  user_input_form: [],
  file_upload: { enabled: false },
  agent_mode: { strategy: "function_call", tools: [], max_iteration: 10 },
  opening_statement: "",
  suggested_questions: [],
  suggested_questions_after_answer: { enabled: false },
  asset_version: null,
} as unknown as Config;

/** A value that differs from what a key has, whatever that is. */
const other = (key: string) => (key === "pre_prompt" ? "You know Linz." : { changed: key });

test("equal configurations have no change, in whatever order their keys are", () => {
  const turned = Object.fromEntries(Object.entries(CONFIG).reverse()) as unknown as Config;
  expect(changesBetween(CONFIG, turned)).toEqual([]);
});

test.each(Object.keys(CONFIG))("a change of %s is in exactly one part, with both its texts", (key) => {
  const found = changesBetween(CONFIG, { ...CONFIG, [key]: other(key) } as Config);
  expect(found).toHaveLength(1);
  expect(found[0]!.after).toContain(key === "pre_prompt" ? "Linz" : `changed: ${key}`);
});

test("a setting that the studio does not know is shown as well", () => {
  const found = changesBetween(CONFIG, { ...CONFIG, speech_to_text: { enabled: true } } as Config);
  expect(found).toEqual([{ part: "other", before: "", after: "speech_to_text:\n  enabled: true" }]);
});

test.each([
  ["one", "one"],
  [{ b: 1, a: [true, { c: "x\ny" }] }, "a:\n  - true\n  -\n    c:\n      x\n      y\nb: 1"],
  [{ none: null, empty: {} }, "empty:"],
])("%j is told in lines", (value, text) => {
  expect(asText(value)).toBe(text);
});
