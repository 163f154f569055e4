import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, apiFetch, call, errorOf, type Schemas } from "@/api";
import { DATASET, datasetKey } from "../queries";

export type Source = Schemas["SourceOut"];
export type Sync = Schemas["SourceSyncOut"];
export type Plan = Schemas["KnowledgeSyncOut"];
export type Given = Schemas["SourceIn"];

export const isRunning = (sync: Sync | null) => sync?.state === "waiting" || sync?.state === "running";
const sourcesKey = (datasetId: string) => [...datasetKey(datasetId), "sources"];

/** The sources; asked for again as long as one of them is being synced. */
export const sourcesQuery = (datasetId: string) =>
  queryOptions({
    queryKey: [...sourcesKey(datasetId), "all"],
    queryFn: async ({ signal }) =>
      (await call(api.GET(`${DATASET}/sources`, { params: { path: { dataset_id: datasetId } }, signal }))).data,
    refetchInterval: ({ state }) => (state.data?.some(({ last_sync }) => isRunning(last_sync)) ? 1_000 : false),
  });

/** Pages of what was synced, the newest first. */
export const syncsQuery = (datasetId: string, sourceId: string) =>
  infiniteQueryOptions({
    queryKey: [...sourcesKey(datasetId), sourceId, "syncs"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { dataset_id: datasetId, source_id: sourceId }, query: { page: pageParam, limit: 20 } };
      return call(api.GET(`${DATASET}/sources/{source_id}/syncs`, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

const path = (datasetId: string, sourceId: string) => ({ path: { dataset_id: datasetId, source_id: sourceId } });

/** What is added: an app's files or URLs as the API takes them, or a zip. */
export type New = { given: Given } | { zip: File; folder: string; on_missing: Given["on_missing"] };

/** What the first sync would change. */
export async function planned(datasetId: string, wanted: New): Promise<Plan> {
  if ("zip" in wanted) return sendZip(datasetId, wanted, { dry_run: "true" });
  const body = { ...wanted.given, dry_run: true };
  const made = await call(api.POST(`${DATASET}/sources`, { params: { path: { dataset_id: datasetId } }, body }));
  return made.plan!;
}

export async function added(datasetId: string, wanted: New): Promise<void> {
  if ("zip" in wanted) await sendZip(datasetId, wanted, {});
  else {
    const params = { path: { dataset_id: datasetId } };
    await call(api.POST(`${DATASET}/sources`, { params, body: wanted.given }));
  }
}

/** The next zip of a source, or the first. */
export async function sendZip(
  datasetId: string,
  { zip, folder, on_missing }: Extract<New, { zip: File }>,
  more: Record<string, string>,
): Promise<Plan> {
  const query = new URLSearchParams({ name: zip.name, folder, on_missing: on_missing ?? "delete", ...more });
  const headers = { "Content-Type": "application/zip" };
  const url = `/console/api/datasets/${datasetId}/sources/archive?${query}`;
  const response = await apiFetch(url, { method: "POST", body: zip, headers });
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as Plan;
}

/** What the next sync would change. */
export async function plannedSync(datasetId: string, sourceId: string): Promise<Plan> {
  const body = { dry_run: true, confirm: false };
  const params = path(datasetId, sourceId);
  const asked = await call(api.POST(`${DATASET}/sources/{source_id}/sync`, { params, body }));
  return asked.plan!;
}

export const synced = (datasetId: string, sourceId: string, confirm: boolean) =>
  call(
    api.POST(`${DATASET}/sources/{source_id}/sync`, {
      params: path(datasetId, sourceId),
      body: { dry_run: false, confirm },
    }),
  );

export const changed = (datasetId: string, sourceId: string, body: Schemas["SourceChange"]) =>
  call(api.PATCH(`${DATASET}/sources/{source_id}`, { params: path(datasetId, sourceId), body }));

export const removed = (datasetId: string, sourceId: string, documents: "keep" | "delete") =>
  call(
    api.DELETE(`${DATASET}/sources/{source_id}`, { params: { ...path(datasetId, sourceId), query: { documents } } }),
  );

/** Does something to a source; what is known of the knowledge base is asked for again. */
export function useSourceChange<Value = void>(
  datasetId: string,
  act: (value: Value) => Promise<unknown>,
  done: () => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      done();
      return queries.invalidateQueries({ queryKey: datasetKey(datasetId) });
    },
  });
}
