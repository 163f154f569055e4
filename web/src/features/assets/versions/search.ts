// What the addresses of these pages say beside the path: which version is open, and what of it.

export type VersionsSearch = {
  /** The version that is open; without it, the list of all. */
  version?: number;
  view?: "files";
  /** What it is compared with; without it, the version before. */
  against?: number | "draft";
  /** The file that is shown of it. */
  path?: string;
};

export function versionsSearch(search: Record<string, unknown>): VersionsSearch {
  const version = numberOf(search.version);
  if (!version) return {};
  const against = search.against === "draft" ? "draft" : numberOf(search.against);
  return {
    version,
    ...(search.view === "files" ? { view: "files" as const } : {}),
    ...(against ? { against } : {}),
    ...(typeof search.path === "string" ? { path: search.path } : {}),
  };
}

/** `version`: of which the skills are shown; without it, of the draft. */
export type SkillsSearch = { version?: number };

export function skillsSearch(search: Record<string, unknown>): SkillsSearch {
  const version = numberOf(search.version);
  return version ? { version } : {};
}

function numberOf(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
