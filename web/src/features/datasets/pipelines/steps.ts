import type { Step } from "../splitting/queries";
import { type DocForm, problemOf } from "../splitting/rule";
import { ruleOf } from "../splitting/step";

/** Every pipeline's steps, and those that can be added, in the order in which they are done. */
export const ORDER = [
  "extract",
  "redact",
  "clean",
  "split",
  "context",
  "questions",
  "summary",
  "metadata",
  "index",
] as const;
export type StepType = Step["type"];
export const OPTIONAL: StepType[] = ["redact", "context", "questions", "summary", "metadata"];
/** What asks a model once a segment or document. */
export const BY_MODEL: StepType[] = ["context", "questions", "summary", "metadata"];

const NEW: { [type in (typeof ORDER)[number]]: Step } = {
  extract: { type: "extract" },
  redact: { type: "redact", instructions: "", patterns: ["email", "phone", "card", "iban"], entities: [] },
  clean: { type: "clean", remove_extra_spaces: true, remove_urls_emails: false },
  split: { type: "split", mode: "automatic" },
  context: { type: "context", instructions: "" },
  questions: { type: "questions", instructions: "", number: 3 },
  summary: { type: "summary", instructions: "" },
  metadata: { type: "metadata", instructions: "", fields: [] },
  index: { type: "index" },
};

/** What new documents get where nobody has said anything. */
export const USUAL: Step[] = [NEW.extract, NEW.clean, NEW.split, NEW.index];

/** With the step, at its place, or without it. */
export function toggled(steps: Step[], type: (typeof ORDER)[number], on: boolean): Step[] {
  const others = steps.filter((step) => step.type !== type);
  if (!on) return others;
  const place = (step: Step) => (ORDER as readonly string[]).indexOf(step.type);
  return [...others, NEW[type]].sort((one, other) => place(one) - place(other));
}

export const changed = (steps: Step[], step: Step) => steps.map((each) => (each.type === step.type ? step : each));

/** A step that asks for something that is not given yet. */
export const isComplete = (steps: Step[], form: DocForm) =>
  steps.every((step) => step.type !== "split" || form === "qa_model" || problemOf(ruleOf(step, form)) === null) &&
  steps.every((step) => step.type !== "metadata" || step.fields.length > 0) &&
  steps.every((step) => step.type !== "redact" || step.patterns!.length + step.entities!.length > 0);
