// The headers of an MCP server as a form has them. Values that the server knows are never shown: they stay, unless
// another is entered.

/** What the API says in the place of a value, and takes for "as it was". */
export const HIDDEN = "[__HIDDEN__]";

/** `kept`: the API has a value, which stays while none is entered here. */
export type HeaderRow = { id: number; name: string; value: string; kept: boolean };
export type HeaderProblem = "name" | "twice" | "value" | "again";

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
let last = 0;

export function newRow(name = ""): HeaderRow {
  return { id: ++last, name, value: "", kept: false };
}

export function rowsOf(headers: Record<string, string>): HeaderRow[] {
  return Object.keys(headers).map((name) => ({ ...newRow(name), kept: true }));
}

const isBlank = (row: HeaderRow) => !row.kept && row.name.trim() === "" && row.value.trim() === "";

/** What is wrong with which row. `moved`: the server is another host, to which no value goes that was given before. */
export function headerProblems(rows: HeaderRow[], moved: boolean): Map<number, HeaderProblem> {
  const found = new Map<number, HeaderProblem>();
  const names = new Set<string>();
  for (const row of rows.filter((each) => !isBlank(each))) {
    const name = row.name.trim().toLowerCase();
    if (!NAME.test(name)) found.set(row.id, "name");
    else if (names.has(name)) found.set(row.id, "twice");
    else if (row.value.trim() === "" && !row.kept) found.set(row.id, "value");
    else if (row.value.trim() === "" && moved) found.set(row.id, "again");
    names.add(name);
  }
  return found;
}

export function sentHeaders(rows: HeaderRow[]): Record<string, string> {
  const given = rows.filter((row) => !isBlank(row));
  return Object.fromEntries(given.map((row) => [row.name.trim(), row.value.trim() || HIDDEN]));
}

/** Whether an address leads to another host than the one before. What is no address yet does not. */
export function isMoved(before: string, now: string): boolean {
  try {
    return new URL(before).origin !== new URL(now).origin;
  } catch {
    return false;
  }
}
