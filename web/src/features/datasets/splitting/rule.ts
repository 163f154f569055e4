// How new documents are split: what a form says, as the API takes it.
import type { Schemas } from "@/api";

export type DocForm = Schemas["DatasetOut"]["doc_form"] & string;
export type Rule = {
  form: DocForm;
  /** Along headings with the usual lengths, or by the values below. */
  custom: boolean;
  separator: string;
  maxTokens: number;
  overlap: number;
  /** Of child chunks, where there are any. */
  childTokens: number;
  whole: boolean;
  removeUrls: boolean;
};

/** A step that not every pipeline has. */
export type Enrichment = NonNullable<Schemas["ProcessRule"]["enrichments"]>[number];

export const MIN_TOKENS = 50;
export const MAX_TOKENS = 4000;
export const USUAL: Rule = {
  form: "text_model",
  custom: false,
  separator: "\\n\\n",
  maxTokens: 500,
  overlap: 50,
  childTokens: 200,
  whole: false,
  removeUrls: false,
};

/** `process_rule` of the API. */
export function processRule(rule: Rule, enrichments: Enrichment[] = []): Schemas["ProcessRule"] {
  return { ...splittingOf(rule), ...(enrichments.length > 0 ? { enrichments } : {}) };
}

function splittingOf(rule: Rule): Schemas["ProcessRule"] {
  const cleaning = [
    { id: "remove_extra_spaces" as const, enabled: true },
    { id: "remove_urls_emails" as const, enabled: rule.removeUrls },
  ];
  if (!rule.custom) return { mode: "automatic", rules: { pre_processing_rules: cleaning } };
  const segmentation = { separator: rule.separator, max_tokens: rule.maxTokens, chunk_overlap: rule.overlap };
  if (rule.form !== "hierarchical_model")
    return { mode: "custom", rules: { pre_processing_rules: cleaning, segmentation } };
  const children = { separator: "\\n", max_tokens: rule.childTokens, chunk_overlap: 0 };
  return {
    mode: "hierarchical",
    rules: {
      pre_processing_rules: cleaning,
      parent_mode: rule.whole ? "full-doc" : "paragraph",
      ...(rule.whole ? {} : { segmentation: { ...segmentation, chunk_overlap: 0 } }),
      subchunk_segmentation: children,
    },
  };
}

export type Problem = "tokens" | "overlap" | "children" | "separator";

/** What the API would not take. */
export function problemOf(rule: Rule): Problem | null {
  if (!rule.custom) return null;
  const fits = (tokens: number) => Number.isInteger(tokens) && tokens >= MIN_TOKENS && tokens <= MAX_TOKENS;
  const parents = rule.form !== "hierarchical_model" || !rule.whole;
  if (parents && !rule.separator) return "separator";
  if (parents && !fits(rule.maxTokens)) return "tokens";
  if (rule.form !== "hierarchical_model") {
    return rule.overlap >= 0 && rule.overlap < rule.maxTokens ? null : "overlap";
  }
  return fits(rule.childTokens) && (rule.whole || rule.childTokens <= rule.maxTokens) ? null : "children";
}
