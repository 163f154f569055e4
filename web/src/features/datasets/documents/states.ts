import type { Schemas } from "@/api";

export type Document = Schemas["DocumentOut"];

const STEPS = ["waiting", "parsing", "cleaning", "splitting", "indexing"] as const;
type Step = (typeof STEPS)[number];
const STATES = ["queuing", "indexing", "paused", "error", "available", "disabled", "archived"] as const;
export type State = (typeof STATES)[number];

export type Verb = "retry" | "pause" | "resume" | "enable" | "disable" | "unarchive" | "delete";

/** Of a document that is in work, also while its last version answers. */
export const stepOf = ({ indexing_status }: Pick<Document, "indexing_status">): Step | undefined =>
  STEPS.find((each) => each === indexing_status);

export const stateOf = ({ display_status }: Pick<Document, "display_status">): State =>
  STATES.find((each) => each === display_status) ?? "queuing";

/** What can be done with it now. */
export function verbsOf(document: Pick<Document, "indexing_status" | "display_status">): Verb[] {
  const state = stateOf(document);
  if (state === "archived") return ["unarchive"];
  const verbs: Verb[] = [];
  if (document.indexing_status === "error") verbs.push("retry");
  if (document.indexing_status === "paused") verbs.push("resume");
  if (stepOf(document)) verbs.push("pause");
  if (state === "available") verbs.push("disable");
  if (state === "disabled") verbs.push("enable");
  return [...verbs, "delete"];
}
