/** What the address of the explorer names: the file that is open, a line in it, and what is searched, in names or contents. */
export type AssetsSearch = { file?: string; line?: number; find?: string; in?: "contents" };

export function assetsSearch(search: Record<string, unknown>): AssetsSearch {
  const find = search.find === undefined ? "" : String(search.find);
  const sought = find ? { find, ...(search.in === "contents" ? { in: "contents" as const } : {}) } : {};
  if (typeof search.file !== "string") return sought;
  const line = Number(search.line);
  return { file: search.file, ...(Number.isSafeInteger(line) && line > 0 ? { line } : {}), ...sought };
}
