/** What the address of the page says beside the path. */
export type VersionsSearch = {
  /** The version that is open; without it, the list of all. */
  version?: number;
  /** What it is compared with; without it, the version before. */
  against?: number | "draft";
  /** The path of the file whose lines were opened last. */
  file?: string;
};

export function versionsSearch(search: Record<string, unknown>): VersionsSearch {
  const version = numberOf(search.version);
  if (!version) return {};
  const against = search.against === "draft" ? "draft" : numberOf(search.against);
  const file = typeof search.file === "string" ? { file: search.file } : {};
  return { version, ...(against ? { against } : {}), ...file };
}

function numberOf(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
