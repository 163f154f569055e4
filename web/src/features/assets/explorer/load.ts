import { ApiError, apiFetch, errorOf } from "@/api";
import { TreeModel } from "./model";
import type { Slice } from "./parse.worker";

export type Loaded = { model: TreeModel; etag: string | null };

/** The whole draft; null where it still is what `etag` stands for. */
export async function loadTree(appId: string, etag: string | null): Promise<Loaded | null> {
  const headers: HeadersInit = etag ? { "If-None-Match": etag } : {};
  const response = await apiFetch(`/console/api/apps/${appId}/assets/tree?format=flat`, { headers, cache: "no-store" });
  if (response.status === 304) return null;
  if (!response.ok) throw await errorOf(response);
  const model = await parsed(await response.arrayBuffer());
  return { model, etag: response.headers.get("ETag") };
}

function parsed(bytes: ArrayBuffer): Promise<TreeModel> {
  const worker = new Worker(new URL("./parse.worker.ts", import.meta.url), { type: "module" });
  const model = new TreeModel();
  return new Promise<TreeModel>((done, fail) => {
    worker.onerror = (event) => fail(new ApiError("unexpected", event.message, -1));
    worker.onmessage = ({ data }: MessageEvent<Slice>) => {
      if ("failed" in data) return fail(new ApiError("unexpected", data.failed, -1));
      model.add(data.nodes);
      model.revision = data.revision;
      if (data.done) done(model);
    };
    worker.postMessage(bytes, [bytes]);
  }).finally(() => worker.terminate());
}
