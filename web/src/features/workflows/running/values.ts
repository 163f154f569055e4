/** Texts as they are, everything else as JSON. */
export const shownValue = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "null");
