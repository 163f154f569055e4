// The step that splits, as the form of added documents has it.
import type { Schemas } from "@/api";
import type { Step } from "./queries";
import { type DocForm, type Enrichment, processRule, type Rule, USUAL } from "./rule";

export type SplitStep = Schemas["SplitStep"];

const FIXED = ["extract", "clean", "split", "index"];

export const enrichmentsOf = (steps: Step[]) => steps.filter(({ type }) => !FIXED.includes(type)) as Enrichment[];

export function ruleOfSteps(steps: Step[], form: DocForm): Rule {
  const split = steps.find((step) => step.type === "split") ?? { type: "split" as const };
  const clean = steps.find((step) => step.type === "clean");
  return { ...ruleOf(split, form), removeUrls: clean?.remove_urls_emails ?? false };
}

export function ruleOf({ mode, segmentation, parent_mode, subchunk_segmentation }: SplitStep, form: DocForm): Rule {
  return {
    ...USUAL,
    form,
    custom: mode === "custom" || mode === "hierarchical",
    whole: parent_mode === "full-doc",
    ...(segmentation
      ? {
          separator: segmentation.separator ?? USUAL.separator,
          maxTokens: segmentation.max_tokens,
          overlap: segmentation.chunk_overlap ?? 0,
        }
      : {}),
    ...(subchunk_segmentation ? { childTokens: subchunk_segmentation.max_tokens } : {}),
  };
}

/** What the form does not show of child chunks stays as it was. */
export function stepOf(rule: Rule, before: SplitStep): SplitStep {
  const { mode, rules } = processRule(rule);
  const children = rules?.subchunk_segmentation;
  return {
    type: "split",
    mode,
    segmentation: rules?.segmentation ?? null,
    parent_mode: rules?.parent_mode ?? null,
    subchunk_segmentation: children
      ? { ...children, ...before.subchunk_segmentation, max_tokens: children.max_tokens }
      : null,
  };
}
