import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";
import { DATASET, datasetKey } from "../queries";
import type { DocumentsSearch } from "../search";
import { type Document, stepOf, type Verb } from "./states";

export const documentsKey = (datasetId: string) => [...datasetKey(datasetId), "documents"];

/** Pages of documents, the newest first; asked for again as long as one of them is in work. */
export const documentsQuery = (datasetId: string, { keyword = "", status, folder }: DocumentsSearch) =>
  infiniteQueryOptions({
    queryKey: [...documentsKey(datasetId), "all", { keyword, status, folder }],
    queryFn: ({ pageParam, signal }) => {
      const query = { keyword, status: status ?? ("all" as const), folder, page: pageParam, limit: 50 };
      return call(api.GET(`${DATASET}/documents`, { params: { path: { dataset_id: datasetId }, query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(stepOf)) ? 2_000 : false),
  });

/** The folders that documents are in, by path. */
export const foldersQuery = (datasetId: string) =>
  queryOptions({
    queryKey: [...documentsKey(datasetId), "folders"],
    queryFn: async ({ signal }) =>
      (await call(api.GET(`${DATASET}/tree`, { params: { path: { dataset_id: datasetId } }, signal }))).data,
  });

/** As many as a query names at most. */
const MOST_NAMED = 100;

/** Does what a verb says, with these documents. */
export async function changeDocuments(datasetId: string, documents: Document[], verb: Exclude<Verb, "move">) {
  const dataset = { dataset_id: datasetId };
  const ids = documents.map(({ id }) => id);
  if (verb === "delete") {
    for (let at = 0; at < ids.length; at += MOST_NAMED) {
      const query = { document_id: ids.slice(at, at + MOST_NAMED) };
      await call(api.DELETE(`${DATASET}/documents`, { params: { path: dataset, query } }));
    }
  } else if (verb === "retry") {
    await call(api.POST(`${DATASET}/retry`, { params: { path: dataset }, body: { document_ids: ids } }));
  } else if (verb === "pause" || verb === "resume") {
    for (const document_id of ids) {
      const path = { ...dataset, document_id, action: verb };
      await call(api.PATCH(`${DATASET}/documents/{document_id}/processing/{action}`, { params: { path } }));
    }
  } else {
    const action = verb === "unarchive" ? "un_archive" : verb;
    const path = { ...dataset, action };
    await call(api.PATCH(`${DATASET}/documents/status/{action}`, { params: { path }, body: { document_ids: ids } }));
  }
}

export function moveDocuments(datasetId: string, documents: Document[], folder: string): Promise<unknown> {
  const body = { document_ids: documents.map(({ id }) => id), folder };
  return call(api.POST(`${DATASET}/documents/move`, { params: { path: { dataset_id: datasetId } }, body }));
}
