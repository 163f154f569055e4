import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { type AuditSearch, filtersOf } from "./search";

export type AuditEvent = Schemas["AuditEventOut"];

const WORKSPACE = "/console/api/workspaces/current/audit-log";
const INSTALLATION = "/console/api/operations/audit-log";

export const auditQuery = (wanted: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ["audit", wanted],
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: 50, ...(pageParam ? { last_id: pageParam } : {}) };
      const params = { query: { ...page, ...filtersOf(wanted, Date.now()) } };
      return wanted.log
        ? call(api.GET(INSTALLATION, { params, signal }))
        : call(api.GET(WORKSPACE, { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.has_more ? (last.data.at(-1)?.id ?? null) : null),
    // What has happened meanwhile is what one comes to see.
    staleTime: 0,
  });

/** Where the same events are found as CSV. */
export function exportPath(wanted: AuditSearch): string {
  const filters = new URLSearchParams(
    Object.entries(filtersOf(wanted, Date.now())).map(([name, value]) => [name, `${value}`]),
  );
  return `${wanted.log ? INSTALLATION : WORKSPACE}/export${filters.size ? `?${filters}` : ""}`;
}
