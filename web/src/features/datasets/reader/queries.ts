import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASET, datasetKey } from "../queries";

export type Segment = Schemas["SegmentOut"];
export type Child = Schemas["ChildOut"];

export const DOCUMENT = `${DATASET}/documents/{document_id}` as const;
/** Bytes of text that are read at once. */
const STEP = 32_768;
/** What stands around a citation at first. */
const AROUND = 4_096;

export type Place = { datasetId: string; documentId: string };

const documentKey = ({ datasetId, documentId }: Place) => [...datasetKey(datasetId), "document", documentId];
export const pathOf = ({ datasetId, documentId }: Place) => ({ dataset_id: datasetId, document_id: documentId });

export const documentQuery = (place: Place) =>
  queryOptions({
    queryKey: documentKey(place),
    queryFn: ({ signal }) => call(api.GET(DOCUMENT, { params: { path: pathOf(place) }, signal })),
  });

export const segmentsQuery = (place: Place) =>
  infiniteQueryOptions({
    queryKey: [...documentKey(place), "segments"],
    queryFn: ({ pageParam, signal }) => {
      const query = { page: pageParam, limit: 50 };
      return call(api.GET(`${DOCUMENT}/segments`, { params: { path: pathOf(place), query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

/** Parts of the text in its order: at first its beginning, or what stands around bytes `start` to `end`. */
export const textQuery = (place: Place, start = 0, end = 0) =>
  infiniteQueryOptions({
    queryKey: [...documentKey(place), "text", start, end],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET(`${DOCUMENT}/text`, { params: { path: pathOf(place), query: pageParam }, signal })),
    initialPageParam: end > 0 ? { start: Math.max(0, start - AROUND), end: end + AROUND } : { start: 0, end: STEP },
    getNextPageParam: (last) =>
      last.has_more && last.end > last.start ? { start: last.end, end: last.end + STEP } : undefined,
    getPreviousPageParam: (first) =>
      first.start > 0 ? { start: Math.max(0, first.start - STEP), end: first.start } : undefined,
  });
