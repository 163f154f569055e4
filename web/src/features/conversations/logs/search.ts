/** `conversation`: the one that is shown. `keyword`: what the list was searched for. */
export type LogsSearch = { conversation?: string; keyword?: string };

export function logsSearch({ conversation, keyword }: Record<string, unknown>): LogsSearch {
  return {
    ...(typeof conversation === "string" ? { conversation } : {}),
    ...(keyword ? { keyword: String(keyword).slice(0, 255) } : {}),
  };
}
