/** What the address of the explorer names: the file that is open, and a line in it. */
export type AssetsSearch = { file?: string; line?: number };

export function assetsSearch(search: Record<string, unknown>): AssetsSearch {
  if (typeof search.file !== "string") return {};
  const line = Number(search.line);
  return { file: search.file, ...(Number.isSafeInteger(line) && line > 0 ? { line } : {}) };
}
