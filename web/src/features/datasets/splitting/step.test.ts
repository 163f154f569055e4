import { expect, test } from "vitest";
import { type DocForm, USUAL } from "./rule";
import { enrichmentsOf, ruleOf, ruleOfSteps, type SplitStep, stepOf } from "./step";

const segmentation = { separator: "\\n", max_tokens: 300, chunk_overlap: 20 };
const STEPS: [string, DocForm, SplitStep][] = [
  ["automatic", "text_model", { type: "split", mode: "automatic" }],
  ["custom", "text_model", { type: "split", mode: "custom", segmentation }],
  [
    "parents",
    "hierarchical_model",
    {
      type: "split",
      mode: "hierarchical",
      segmentation: { ...segmentation, chunk_overlap: 0 },
      parent_mode: "paragraph",
      subchunk_segmentation: { separator: ";", max_tokens: 80, chunk_overlap: 5 },
    },
  ],
  [
    "whole documents",
    "hierarchical_model",
    {
      type: "split",
      mode: "hierarchical",
      parent_mode: "full-doc",
      subchunk_segmentation: { separator: "\\n", max_tokens: 80, chunk_overlap: 0 },
    },
  ],
];

test.each(STEPS)("%s: a step that is shown and not changed stays what it is", (_, form, step) => {
  const nothing = { segmentation: null, parent_mode: null, subchunk_segmentation: null };
  expect(stepOf(ruleOf(step, form), step)).toEqual({ ...nothing, ...step });
});

test("lengths begin with what is usual where a step has none", () => {
  expect(ruleOf(STEPS[0]![2], "text_model")).toEqual({ ...USUAL, form: "text_model" });
  const custom = stepOf({ ...ruleOf(STEPS[0]![2], "text_model"), custom: true }, STEPS[0]![2]);
  expect(custom).toMatchObject({ mode: "custom", segmentation: { max_tokens: 500, chunk_overlap: 50 } });
});

test("new documents begin with the pipeline that there is, and keep its other steps", () => {
  const summary = { type: "summary" as const, instructions: "Briefly." };
  const clean = { type: "clean" as const, remove_urls_emails: true };
  const steps = [{ type: "extract" as const }, clean, STEPS[1]![2], summary, { type: "index" as const }];
  expect(ruleOfSteps(steps, "text_model")).toMatchObject({
    custom: true,
    maxTokens: 300,
    overlap: 20,
    removeUrls: true,
  });
  expect(enrichmentsOf(steps)).toEqual([summary]);
});
