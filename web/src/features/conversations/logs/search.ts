/** `conversation`: the one that is shown, at `message`. `keyword`: what the list was searched for. */
export type LogsSearch = { conversation?: string; message?: string; keyword?: string };

export function logsSearch({ conversation, message, keyword }: Record<string, unknown>): LogsSearch {
  return {
    ...(typeof conversation === "string" ? { conversation } : {}),
    ...(typeof conversation === "string" && typeof message === "string" ? { message } : {}),
    ...(keyword ? { keyword: String(keyword).slice(0, 255) } : {}),
  };
}
