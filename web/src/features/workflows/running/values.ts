import { duration } from "@/ui";

/** How long a step took: most take no second. */
export const took = (seconds: number): string => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : duration(seconds));

/** Texts as they are, everything else as JSON. */
export const shownValue = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "null");
