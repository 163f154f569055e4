import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASET, datasetKey } from "../queries";

export type Field = Schemas["MetadataCounted"];
export const TYPES = ["string", "number", "time"] as const;
export type FieldType = (typeof TYPES)[number];

const FIELDS = `${DATASET}/metadata` as const;

export const createField = (datasetId: string, name: string, type: FieldType) =>
  call(api.POST(FIELDS, { params: { path: { dataset_id: datasetId } }, body: { name, type } }));

const one = (datasetId: string, id: string) => ({ path: { dataset_id: datasetId, metadata_id: id } });

export const renameField = (datasetId: string, id: string, name: string) =>
  call(api.PATCH(`${FIELDS}/{metadata_id}`, { params: one(datasetId, id), body: { name } }));

export const deleteField = (datasetId: string, id: string) =>
  call(api.DELETE(`${FIELDS}/{metadata_id}`, { params: one(datasetId, id) }));

export type Value = string | number | null;

/** Values of a document by the IDs of their fields; others stay as they are, and null is none. */
export function setValues(datasetId: string, documentId: string, values: Record<string, Value>) {
  const metadata_list = Object.entries(values).map(([id, value]) => ({ id, value }));
  const body = { operation_data: [{ document_id: documentId, metadata_list, partial_update: true }] };
  return call(api.POST(`${DATASET}/documents/metadata`, { params: { path: { dataset_id: datasetId } }, body }));
}

/** Changes fields or values; what is known of the knowledge base is asked for again. */
export function useMetadataChange<V = void>(datasetId: string, act: (value: V) => Promise<unknown>, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      done();
      return queries.invalidateQueries({ queryKey: datasetKey(datasetId) });
    },
  });
}
