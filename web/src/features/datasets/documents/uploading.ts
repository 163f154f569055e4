import { type ApiError, apiFetch, asApiError, errorOf, type Schemas } from "@/api";

const AT_ONCE = 3;

export type Failure = { name: string; error: ApiError };
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

export const uploadFiles = (files: File[], onSent: () => void) => sendAll(files, uploadFile, onSent);

/** Returns its ID. */
export async function uploadFile(file: File): Promise<string> {
  const body = new FormData();
  body.append("file", file);
  const response = await apiFetch("/console/api/files/upload", { method: "POST", body });
  if (!response.ok) throw await errorOf(response);
  return ((await response.json()) as Schemas["UploadOut"]).id;
}
