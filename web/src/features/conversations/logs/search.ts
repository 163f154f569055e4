/** `conversation`: the one that is shown. */
export type LogsSearch = { conversation?: string };

export function logsSearch(search: Record<string, unknown>): LogsSearch {
  return typeof search.conversation === "string" ? { conversation: search.conversation } : {};
}
