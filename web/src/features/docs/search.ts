export const APIS = ["service", "console"] as const;
export type ApiName = (typeof APIS)[number];

/** What the address of the page says: which API, and which operation of it. */
export type DocsSearch = { api?: ApiName; operation?: string };

export function docsSearch(search: Record<string, unknown>): DocsSearch {
  const api = APIS.find((name) => name === search.api);
  const operation = typeof search.operation === "string" ? search.operation : undefined;
  return { ...(api ? { api } : {}), ...(operation ? { operation } : {}) };
}
