// Days as the API says them, 2026-03-31, of the account's time zone.

const DAY = 86_400_000;

/** The last `count` days in a time zone, today last. `at`: now, in milliseconds. */
export function lastDays(count: number, timeZone: string | undefined, at: number): string[] {
  const today = Date.parse(todayIn(timeZone, at));
  return Array.from({ length: count }, (_, back) => dayOf(today - (count - 1 - back) * DAY));
}

function todayIn(timeZone: string | undefined, at: number): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
  } catch {
    // The browser does not know this zone.
    return dayOf(at);
  }
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

export type Row = { date: string } & Record<string, unknown>;

/** What the API says of each of these days, and 0 where it says nothing. */
export function valuesOn(days: string[], rows: Row[], field: string): number[] {
  const known = new Map(rows.map((row) => [row.date, Number(row[field])]));
  return days.map((day) => known.get(day) ?? 0);
}

/** The mean of the days on which there was something. */
export function meanOf(values: number[]): number {
  const some = values.filter((value) => value > 0);
  return some.length === 0 ? 0 : sumOf(some) / some.length;
}

export const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
