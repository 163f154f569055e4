import { expect, test } from "vitest";
import { problemOf, processRule, type Rule, USUAL } from "./rule";

const rule = (patch: Partial<Rule>): Rule => ({ ...USUAL, custom: true, ...patch });

test("a rule says what its form needs, and nothing that contradicts it", () => {
  expect(processRule(USUAL).mode).toBe("automatic");
  expect(processRule(rule({ maxTokens: 300, overlap: 20 }))).toMatchObject({
    mode: "custom",
    rules: { segmentation: { separator: "\\n\\n", max_tokens: 300, chunk_overlap: 20 } },
  });
  const parents = processRule(rule({ form: "hierarchical_model" }));
  expect(parents).toMatchObject({ mode: "hierarchical", rules: { parent_mode: "paragraph" } });
  const whole = processRule(rule({ form: "hierarchical_model", whole: true }));
  expect(whole.rules).toMatchObject({ parent_mode: "full-doc", subchunk_segmentation: { max_tokens: 200 } });
  expect(whole.rules).not.toHaveProperty("segmentation");
});

test.each<[Partial<Rule>, string | null]>([
  [{}, null],
  [{ custom: false, maxTokens: 1 }, null],
  [{ maxTokens: 49 }, "tokens"],
  [{ maxTokens: 4001 }, "tokens"],
  [{ separator: "" }, "separator"],
  [{ overlap: 500 }, "overlap"],
  [{ overlap: -1 }, "overlap"],
  [{ form: "hierarchical_model", childTokens: 600 }, "children"],
  [{ form: "hierarchical_model", childTokens: 600, whole: true, maxTokens: 1, separator: "" }, null],
])("%o is told before it is sent: %s", (patch, problem) => {
  expect(problemOf(rule(patch))).toBe(problem);
});
