import type { Schemas } from "@/api";

export type Document = Schemas["DocumentOut"];

const STEPS = ["waiting", "parsing", "cleaning", "splitting", "indexing"] as const;
type Step = (typeof STEPS)[number];
const STATES = ["queuing", "indexing", "paused", "error", "available", "disabled", "archived"] as const;
export type State = (typeof STATES)[number];

/** In the order in which they are offered. */
export const VERBS = [
  "retry",
  "pause",
  "resume",
  "enable",
  "disable",
  "archive",
  "unarchive",
  "move",
  "delete",
] as const;
export type Verb = (typeof VERBS)[number];

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
  if (document.indexing_status === "completed") verbs.push("archive");
  return [...verbs, "move", "delete"];
}

/** What can be done with some of them, and with which. */
export function verbsOfAll<T extends Pick<Document, "indexing_status" | "display_status">>(documents: T[]) {
  return VERBS.flatMap((verb) => {
    const fit = documents.filter((each) => verbsOf(each).includes(verb));
    return fit.length > 0 ? [{ verb, documents: fit }] : [];
  });
}
