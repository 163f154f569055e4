// How a time of a schedule is told.
import type { Firing } from "./queries";

export type Tone = "neutral" | "good" | "bad" | "warn" | "info";

const TONES: Record<string, Tone> = {
  succeeded: "good",
  "partial-succeeded": "warn",
  failed: "bad",
  not_started: "bad",
  stopped: "neutral",
  skipped: "neutral",
  deleted: "neutral",
};

/** Of a state; one that is not over yet is news. */
export const toneOf = (status: string): Tone => TONES[status] ?? "info";

const OPEN = ["queued", "running", "paused", "pending", "waiting"];

/** Whether a run may be started for this time once more: one row for several times names none of them. */
export const canRunAgain = ({ status, until }: Firing): boolean => until === null && !OPEN.includes(status);

/** The reasons that have words of their own; the API's codes of errors are in its message. */
export const REASONS = ["missed", "too_late", "too_many", "paused", "overlap", "queue_full", "unreadable"] as const;
export const reasonOf = (reason: string | null) => REASONS.find((each) => each === reason);
