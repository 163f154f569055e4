/** `version`: the one that is looked at. `against`: another, or "draft"; otherwise the one before it. */
export type VersionsSearch = { version?: string; against?: string };

export function versionsSearch({ version, against }: Record<string, unknown>): VersionsSearch {
  if (typeof version !== "string" || version === "") return {};
  return { version, ...(typeof against === "string" && against !== "" ? { against } : {}) };
}
