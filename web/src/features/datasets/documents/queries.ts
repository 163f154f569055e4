import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";
import { DATASET, datasetKey } from "../queries";
import { type Document, stepOf, type Verb } from "./states";

export const documentsKey = (datasetId: string) => [...datasetKey(datasetId), "documents"];

/** Pages of documents, the newest first; asked for again as long as one of them is in work. */
export const documentsQuery = (datasetId: string, keyword: string) =>
  infiniteQueryOptions({
    queryKey: [...documentsKey(datasetId), "all", keyword],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { dataset_id: datasetId }, query: { keyword, page: pageParam, limit: 50 } };
      return call(api.GET(`${DATASET}/documents`, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(stepOf)) ? 2_000 : false),
  });

/** Does what a verb says, with one document. */
export function changeDocument(datasetId: string, { id }: Document, verb: Verb): Promise<unknown> {
  const dataset = { dataset_id: datasetId };
  const one = { ...dataset, document_id: id };
  const body = { document_ids: [id] };
  if (verb === "delete") return call(api.DELETE(`${DATASET}/documents/{document_id}`, { params: { path: one } }));
  if (verb === "retry") return call(api.POST(`${DATASET}/retry`, { params: { path: dataset }, body }));
  if (verb === "pause" || verb === "resume") {
    const path = { ...one, action: verb };
    return call(api.PATCH(`${DATASET}/documents/{document_id}/processing/{action}`, { params: { path } }));
  }
  const action = verb === "unarchive" ? "un_archive" : verb;
  return call(api.PATCH(`${DATASET}/documents/status/{action}`, { params: { path: { ...dataset, action } }, body }));
}
