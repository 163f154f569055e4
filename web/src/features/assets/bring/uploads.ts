// The uploads of this page, whichever part of it is shown.
import { useSyncExternalStore } from "react";
import { apiFetch, errorOf } from "@/api";
import { explorerOf } from "../tree/store";
import { create, type Task } from "./creating";
import type { OnConflict, Plan } from "./plan";
import { readAll } from "./reading";
import { sendAll } from "./sending";

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
};

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

export function dismiss(id: number): void {
  show(all.filter((upload) => upload.id !== id));
}

/** Hash, create all of it in one request, send what the server lacks. */
export function startUpload(appId: string, plan: Plan, onConflict: OnConflict): void {
  const control = new AbortController();
  const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const upload: Upload = {
    id: ++last,
    appId,
    phase: "preparing",
    files: plan.files.length,
    filesDone: 0,
    filesRead: 0,
    bytes: plan.bytes,
    bytesDone: 0,
    unchanged: 0,
    rate: 0,
    waiting: false,
    error: null,
    again: () => {
      dismiss(upload.id);
      startUpload(appId, plan, onConflict === "error" ? "merge" : onConflict);
    },
    cancel: () => control.abort(),
  };
  const change = (part: Partial<Upload>) => {
    Object.assign(upload, part);
    show(all.map((one) => (one.id === upload.id ? { ...upload } : one)));
  };
  show([...all, upload]);
  void run(upload, change, { plan, onConflict, key, signal: control.signal })
    .then(() => change({ phase: "done" }))
    .catch((error) => change(control.signal.aborted ? { phase: "cancelled" } : { phase: "failed", error }))
    .finally(() => void explorerOf(appId).load());
}

async function run(upload: Upload, change: (part: Partial<Upload>) => void, task: Task): Promise<void> {
  const { plan, signal } = task;
  const later = paced(() => change({}));
  const onRead = (files: number) => {
    upload.filesRead += files;
    later();
  };
  const contents = await readAll(plan.files, signal, onRead);
  change({ phase: "creating" });
  const { parts, links } = await create(upload.appId, task, contents.hashes);
  const bytes = parts.reduce((sum, { file }) => sum + file.size, 0);
  const unchanged = plan.files.length - parts.length;
  change({ phase: "sending", unchanged, filesDone: unchanged, bytesDone: plan.bytes - bytes });
  const measure = meter();
  const progress = {
    sent: (count: number) => {
      upload.bytesDone += count;
      upload.rate = measure(count);
      later();
    },
    ready: (count: number) => {
      upload.filesDone += count;
      later();
    },
    waiting: (waiting: boolean) => waiting !== upload.waiting && change({ waiting }),
  };
  const explorer = explorerOf(upload.appId);
  void explorer.load().then(() => explorer.showInside(plan.parent, plan.tops));
  await sendAll(upload.appId, parts, { links, bytes: contents.bytes, progress, signal });
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
