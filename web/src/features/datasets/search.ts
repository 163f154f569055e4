/** `keyword`: what the list was searched for. */
type KeywordSearch = { keyword?: string };

function keywordSearch({ keyword }: Record<string, unknown>): KeywordSearch {
  return keyword ? { keyword: String(keyword).slice(0, 255) } : {};
}

/** Of the list: `all`, others' private knowledge bases too. */
export type KnowledgeSearch = KeywordSearch & { all?: true };

export function knowledgeSearch({ keyword, all }: Record<string, unknown>): KnowledgeSearch {
  return { ...keywordSearch({ keyword }), ...(all === true ? { all } : {}) };
}

/** Of the documents: `status` as the API names it; `folder`: with all below it. */
export type DocumentsSearch = KeywordSearch & { status?: Status; folder?: string };

export const STATUSES = ["available", "queuing", "indexing", "paused", "error", "disabled", "archived"] as const;
export type Status = (typeof STATUSES)[number];

export function documentsSearch({ keyword, status, folder }: Record<string, unknown>): DocumentsSearch {
  const known = STATUSES.find((each) => each === status);
  return {
    ...keywordSearch({ keyword }),
    ...(known ? { status: known } : {}),
    ...(typeof folder === "string" && folder !== "" ? { folder: folder.slice(0, 1024) } : {}),
  };
}

/** `query`: what a knowledge base is searched for. */
export type QuerySearch = { query?: string };

export const MAX_QUERY = 250;

export function querySearch({ query }: Record<string, unknown>): QuerySearch {
  return query ? { query: String(query).slice(0, MAX_QUERY) } : {};
}

/** What citations point at: a segment, and bytes of the document's text. The API writes such addresses. */
export type CitationSearch = { segment?: string; start?: number; end?: number };

export function citationSearch({ segment, start, end }: Record<string, unknown>): CitationSearch {
  return {
    ...(typeof segment === "string" && segment !== "" ? { segment } : {}),
    ...(isPlace(start) && isPlace(end) && start < end ? { start, end } : {}),
  };
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** `set`: the evaluation set that is shown. */
export type SetSearch = { set?: string };

export function setSearch({ set }: Record<string, unknown>): SetSearch {
  return typeof set === "string" && set !== "" ? { set } : {};
}
