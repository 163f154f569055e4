// The uploads of this page, whichever part of it is shown.
import { proxy } from "comlink";
import { useSyncExternalStore } from "react";
import { ApiError, api, apiFetch, call, errorOf } from "@/api";
import { explorerOf } from "../explorer/store";
import type { Links, Progress } from "../local/sending";
import type { OnConflict, Plan } from "./plan";

export type Upload = {
  id: number;
  appId: string;
  phase: "preparing" | "creating" | "sending" | "done" | "failed" | "cancelled";
  files: number;
  filesDone: number;
  /** Files that were read and hashed before anything is sent. */
  filesRead: number;
  bytes: number;
  bytesDone: number;
  /** Files whose bytes were there already. */
  unchanged: number;
  /** Bytes a second, over the last seconds. */
  rate: number;
  waiting: boolean;
  error: unknown;
  again: () => void;
  cancel: () => void;
  forget: () => void;
};

// Shorter uploads show their tree when they are over.
const SHOWN_AFTER = 1_000;

let all: readonly Upload[] = [];
let last = 0;
const listeners = new Set<() => void>();

function show(next: readonly Upload[]) {
  all = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function useUploads(appId: string): Upload[] {
  return useSyncExternalStore(subscribe, () => all).filter((upload) => upload.appId === appId);
}

export const isRunning = ({ phase }: Upload) => ["preparing", "creating", "sending"].includes(phase);

/** Out of the panel; it cannot go on any more. */
export function dismiss(id: number): void {
  all.find((upload) => upload.id === id)?.forget();
  show(all.filter((upload) => upload.id !== id));
}

/** Create all of it in one request, send what the server lacks. What has failed goes on where it was. */
export function startUpload(appId: string, plan: Plan, onConflict: OnConflict): void {
  let control = new AbortController();
  const { files, end: forget } = plan.picked;
  const change = (part: Partial<Upload>) => {
    Object.assign(upload, part);
    show(all.map((one) => (one.id === upload.id ? { ...upload } : one)));
  };
  const task: Task = {
    plan,
    onConflict,
    key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    created: false,
  };
  const start = () => {
    control = new AbortController();
    const { signal } = control;
    change({ phase: "preparing", filesRead: 0, waiting: false, error: null });
    void run(upload, change, task, signal)
      .then(
        (): Partial<Upload> => ({ phase: "done" }),
        (error): Partial<Upload> => (signal.aborted ? { phase: "cancelled" } : { phase: "failed", error }),
      )
      .then((end) => {
        // First: what the tree says of files that are awaited is old from here on.
        void shownInside(appId, plan);
        change(end);
        if (end.phase === "done") forget();
      });
  };
  const cancel = () => {
    control.abort();
    void files.stop();
  };
  const upload: Upload = {
    id: ++last,
    appId,
    phase: "preparing",
    files: plan.picked.paths.length,
    filesDone: 0,
    filesRead: 0,
    bytes: 0,
    bytesDone: 0,
    unchanged: 0,
    rate: 0,
    waiting: false,
    error: null,
    again: start,
    cancel,
    forget,
  };
  show([...all, upload]);
  start();
}

type Task = { plan: Plan; onConflict: OnConflict; key: string; created: boolean };
type Change = (part: Partial<Upload>) => void;

async function run(upload: Upload, change: Change, task: Task, signal: AbortSignal): Promise<void> {
  const { appId } = upload;
  const { files } = task.plan.picked;
  if (!task.created) {
    await create(upload, change, task, signal);
    task.created = true;
  }
  const missing = await files.missing();
  const here = upload.files - missing.files;
  change({ phase: "sending", filesDone: here, bytesDone: upload.bytes - missing.bytes });
  signal.throwIfAborted();
  const showing = setTimeout(() => void shownInside(appId, task.plan), SHOWN_AFTER);
  const renew = (ids: string[]) => renewed(appId, ids);
  const refusal = await files.send(proxy(shown(upload, change)), proxy(renew)).finally(() => clearTimeout(showing));
  signal.throwIfAborted();
  if (refusal) throw new ApiError(refusal.code, refusal.message, refusal.status, refusal.details);
}

/** The tree as it is now, and what was brought into it. */
async function shownInside(appId: string, { parent, tops }: Plan): Promise<void> {
  const explorer = explorerOf(appId);
  await explorer.load();
  explorer.showInside(parent, tops);
}

/** The whole tree in one request. */
async function create(upload: Upload, change: Change, { plan, ...task }: Task, signal: AbortSignal): Promise<void> {
  const { files } = plan.picked;
  const later = paced(() => change({}));
  const read = (count: number) => {
    upload.filesRead += count;
    later();
  };
  const { model } = explorerOf(upload.appId);
  change({ bytes: (await plan.picked.sizes).reduce((sum, size) => sum + size, 0) });
  await files.hash([...new Set([...model.all()].map(({ size }) => size))], proxy(read));
  signal.throwIfAborted();
  change({ phase: "creating" });
  const response = await apiFetch(`/console/api/apps/${upload.appId}/assets/batch-upload`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": task.key },
    body: await files.body({ parent_id: plan.parent, on_conflict: task.onConflict, direct_upload: false }),
    signal,
  });
  if (!response.ok) throw await errorOf(response);
  const missing = await files.created(await response.blob());
  change({ unchanged: upload.files - missing.files });
}

function shown(upload: Upload, change: Change): (step: Progress) => void {
  const later = paced(() => change({}));
  const measure = meter();
  return ({ sent = 0, ready = 0, waiting = upload.waiting }) => {
    upload.bytesDone += sent;
    upload.filesDone += ready;
    if (sent) upload.rate = measure(sent);
    if (waiting === upload.waiting) later();
    else change({ waiting });
  };
}

async function renewed(appId: string, ids: string[]): Promise<Links> {
  const params = { path: { app_id: appId } };
  const fresh = await call(api.POST("/console/api/apps/{app_id}/assets/uploads", { params, body: { node_ids: ids } }));
  return { packUrl: fresh.pack_url, index: new Map(fresh.missing.map((id, at) => [id, at])), urls: fresh.urls };
}

/** At most five times a second: each call renders the panel. */
function paced(act: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      act();
    }, 200);
  };
}

function meter(): (bytes: number) => number {
  const seen: { at: number; bytes: number }[] = [];
  const began = performance.now();
  return (bytes) => {
    const now = performance.now();
    seen.push({ at: now, bytes });
    while (seen[0] && now - seen[0].at > 5_000) seen.shift();
    const seconds = Math.max(0.2, Math.min(5, (now - began) / 1000));
    return Math.max(0, seen.reduce((sum, one) => sum + one.bytes, 0) / seconds);
  };
}

/** A zip is unpacked by the server, all of it or nothing. */
export async function importZip(appId: string, parent: string | null, zip: File): Promise<void> {
  const query = new URLSearchParams(parent ? { parent_id: parent } : {});
  const init = { method: "POST", body: zip, headers: { "Content-Type": "application/zip" } };
  const response = await apiFetch(`/console/api/apps/${appId}/assets/import-archive?${query}`, init);
  if (!response.ok) throw await errorOf(response);
  await explorerOf(appId).load();
}
