// The whole tree in one request.
import { ApiError, apiFetch, errorOf } from "@/api";
import { breath } from "./breath";
import { type Branch, branches, type OnConflict, type Plan } from "./plan";
import type { Created, Parsed, Reply } from "./reply.worker";
import { type Part, SMALL } from "./sending";

export type Task = { plan: Plan; onConflict: OnConflict; key: string; signal: AbortSignal };
export type Awaited = { parts: Part[]; links: Pick<Created, "packUrl" | "missing" | "urls"> };

/** Create it; what is returned is what the server lacks. */
export async function create(appId: string, task: Task, hashes: ReadonlyMap<File, string>): Promise<Awaited> {
  const { children, files } = await branches(task.plan, hashes);
  const body = { parent_id: task.plan.parent, children, on_conflict: task.onConflict, direct_upload: false };
  const response = await apiFetch(`/console/api/apps/${appId}/assets/batch-upload`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": task.key },
    body: JSON.stringify(body),
    signal: task.signal,
  });
  if (!response.ok) throw await errorOf(response);
  const { ids, ...links } = await parsed({ json: await response.arrayBuffer(), urlsAbove: SMALL });
  await breath();
  const missing = new Set(links.missing);
  const parts: Part[] = [];
  // The reply has the same nodes in the same order.
  let at = 0;
  for (const branch of walked(children)) {
    const id = ids[at++]!;
    if (at % 2000 === 0) await breath();
    const file = files.get(branch);
    if (file && missing.has(id)) parts.push({ id, file });
  }
  return { parts, links };
}

function* walked(children: Branch[]): Generator<Branch> {
  for (const branch of children) {
    yield branch;
    if (branch.children) yield* walked(branch.children);
  }
}

function parsed(reply: Reply): Promise<Created> {
  const worker = new Worker(new URL("./reply.worker.ts", import.meta.url), { type: "module" });
  return new Promise<Created>((done, fail) => {
    worker.onerror = (event) => fail(new ApiError("unexpected", event.message, -1));
    worker.onmessage = ({ data }: MessageEvent<Parsed>) =>
      "failed" in data ? fail(new ApiError("unexpected", data.failed, -1)) : done(data);
    worker.postMessage(reply, [reply.json]);
  }).finally(() => worker.terminate());
}
