import { infiniteQueryOptions, queryOptions, skipToken } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { assetsKey } from "../queries";
import { asShown, type Diff, requestOf, type Side } from "./diff/model";

export type Version = Schemas["VersionOut"];

const versions = "/console/api/apps/{app_id}/assets/versions";
const one = `${versions}/{version}` as const;

/** Pages of versions, the newest first. */
export const versionsQuery = (appId: string) =>
  infiniteQueryOptions({
    queryKey: [...assetsKey(appId), "versions"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { app_id: appId }, query: { page: pageParam, limit: 50 } };
      return call(api.GET(versions, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

/** The version that was published last; null while there is none. */
export const newestQuery = (appId: string) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "newest version"],
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId }, query: { page: 1, limit: 1 } };
      return (await call(api.GET(versions, { params, signal }))).data[0] ?? null;
    },
  });

/** How far the draft is from what was published last: shown beside it, and asked before something is published. */
export const draftStateQuery = (appId: string) =>
  queryOptions({
    // "draft": whoever changes it makes this old.
    queryKey: [...assetsKey(appId), "state", "draft"],
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId }, query: { page: 1, limit: 1 } };
      const last = (await call(api.GET(versions, { params, signal }))).data[0];
      if (!last) return { last: null, changes: (await readDraft(appId, signal)).count };
      const between = { path: { app_id: appId, version: String(last.number) }, query: { against: "draft" } };
      const { totals } = await call(api.GET(`${one}/diff`, { params: between, signal }));
      return { last: last.number, changes: totals.added + totals.removed + totals.changed + totals.moved };
    },
    // Every page of the app shows it: those after the first do not ask again.
    staleTime: 60_000,
  });

/** How many nodes are deleted on the page and not yet on the server. While there are any, the draft is not read. */
export const deletingQuery = (appId: string) =>
  queryOptions({ queryKey: [...assetsKey(appId), "deleting"], queryFn: skipToken, initialData: 0 });

export const versionQuery = (appId: string, number: number) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "version", number],
    queryFn: ({ signal }) =>
      call(api.GET(one, { params: { path: { app_id: appId, version: String(number) } }, signal })),
  });

/** Two trees compared; `revision` is the draft's, if it is one of them: no later draft was compared. */
export type Compared = { diff: Diff; revision: number | null; count: number | null };

/** What there is in `after` and was otherwise in `before`; null: before the first version, when there was nothing. */
export const diffQuery = (appId: string, before: Side | null, after: Side) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "diff", before, after],
    queryFn: async ({ signal }): Promise<Compared> => {
      const asked = requestOf(before, after);
      // Asked before the comparison: what comes between is refused later, not overlooked.
      const draft = asked.against === "draft" ? await readDraft(appId, signal) : null;
      const path = { app_id: appId, version: String(asked.number) };
      const query = asked.against === null ? {} : { against: String(asked.against) };
      const found = await call(api.GET(`${one}/diff`, { params: { path, query }, signal }));
      return { diff: asShown(found, asked.inverted), revision: draft?.revision ?? null, count: draft?.count ?? null };
    },
    // Who opens the page again must not see what the draft was then.
    ...(before === "draft" || after === "draft"
      ? { staleTime: 0, gcTime: 0 }
      : { staleTime: Number.POSITIVE_INFINITY }),
  });

/** The draft's revision, and how many nodes lie at its top. */
export const draftQuery = (appId: string) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "draft"],
    queryFn: ({ signal }) => readDraft(appId, signal),
    staleTime: 0,
    gcTime: 0,
  });

async function readDraft(appId: string, signal: AbortSignal) {
  const params = { path: { app_id: appId }, query: { depth: 1 } };
  const tree = await call(api.GET("/console/api/apps/{app_id}/assets/tree", { params, signal }));
  return { revision: tree.revision, count: "children" in tree ? tree.children.length : tree.nodes.length };
}
