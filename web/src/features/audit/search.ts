/** What the address of the page says: `log` is the installation's for instance admins, otherwise the workspace's. */
export type AuditSearch = { log?: "installation"; who?: string; kind?: string; object?: string; period?: Period };

export const PERIODS = { day: 1, week: 7, month: 30, quarter: 90 } as const;
export type Period = keyof typeof PERIODS;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const id = (value: unknown) => (typeof value === "string" && UUID.test(value) ? value : undefined);

export function auditSearch({ log, who, kind, object, period }: Record<string, unknown>): AuditSearch {
  const found = {
    log: log === "installation" ? log : undefined,
    who: id(who),
    kind: typeof kind === "string" && /^[a-z_]{1,32}$/.test(kind) ? kind : undefined,
    object: id(object),
    period: typeof period === "string" && Object.hasOwn(PERIODS, period) ? period : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** As the API is asked: from midnight so many days ago would depend on the time zone, so it is from this time of the day. */
export function filtersOf({ who, kind, object, period }: AuditSearch, now: number) {
  const since = period && Math.floor(now / 1000) - PERIODS[period] * 86_400;
  const given = { actor_id: who, object_id: object, kind, since };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
