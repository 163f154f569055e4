import { type ApiError, api, apiFetch, asApiError, call, errorOf, type Schemas } from "@/api";
import { DATASET } from "../queries";

const AT_ONCE = 3;

export type Failure = { name: string; error: ApiError };
export type Uploaded = { added: number; failures: Failure[] };
type Send = (file: File) => Promise<string>;

/** Sends the files, three at a time; returns the IDs of those that arrived, in the order of the files, and the others. */
export async function sendAll(files: File[], send: Send, onSent: () => void) {
  const ids = new Map<File, string>();
  const failures: Failure[] = [];
  const waiting = [...files];
  const sender = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      try {
        ids.set(file, await send(file));
      } catch (error) {
        failures.push({ name: file.name, error: asApiError(error) });
      }
      onSent();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return { ids: files.flatMap((file) => ids.get(file) ?? []), failures };
}

/** Uploads files and adds those that arrived as documents. */
export async function uploadDocuments(datasetId: string, files: File[], onSent: () => void): Promise<Uploaded> {
  const { ids, failures } = await sendAll(files, sent, onSent);
  if (ids.length > 0) {
    const data_source = { info_list: { data_source_type: "upload_file", file_info_list: { file_ids: ids } } };
    const params = { path: { dataset_id: datasetId } };
    await call(api.POST(`${DATASET}/documents`, { params, body: { data_source } as never }));
  }
  return { added: ids.length, failures };
}

async function sent(file: File): Promise<string> {
  const body = new FormData();
  body.append("file", file);
  const response = await apiFetch("/console/api/files/upload", { method: "POST", body });
  if (!response.ok) throw await errorOf(response);
  return ((await response.json()) as Schemas["UploadOut"]).id;
}
