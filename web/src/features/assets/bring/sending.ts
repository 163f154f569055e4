// The bytes of many files: small ones in packs, large ones by their own URL, three requests at a time, tried again
// until they arrive, the upload is cancelled or the server refuses them for good.
import { ApiError, api, asApiError, call } from "@/api";

const PACK_BYTES = 4 * 1024 * 1024;
const PACK_FILES = 1_000;
const AT_ONCE = 3;
const TRIES = 8;

export type Part = { id: string; file: File };
export type Progress = {
  sent: (bytes: number) => void;
  ready: (files: number) => void;
  waiting: (is: boolean) => void;
};
type Job = { parts: Part[]; bytes: number };

export function jobsOf(parts: Part[]): Job[] {
  const large = parts
    .filter(({ file }) => file.size > PACK_BYTES)
    .map((part) => ({ parts: [part], bytes: part.file.size }));
  const packs: Job[] = [];
  for (const part of parts) {
    if (part.file.size > PACK_BYTES) continue;
    let pack = packs.at(-1);
    if (!pack || pack.bytes + part.file.size > PACK_BYTES || pack.parts.length === PACK_FILES) {
      pack = { parts: [], bytes: 0 };
      packs.push(pack);
    }
    pack.parts.push(part);
    pack.bytes += part.file.size;
  }
  return [...packs, ...large];
}

/** Before each file: its index in 4 bytes, its length in 8, big endian. The browser reads the files while it sends. */
export function framed(parts: Part[], index: ReadonlyMap<string, number>): Blob {
  return new Blob(
    parts.flatMap(({ id, file }) => {
      const head = new DataView(new ArrayBuffer(12));
      head.setUint32(0, index.get(id) ?? 0);
      head.setBigUint64(4, BigInt(file.size));
      return [head.buffer, file];
    }),
  );
}

export async function sendAll(appId: string, parts: Part[], progress: Progress, signal: AbortSignal): Promise<void> {
  const jobs = jobsOf(parts);
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await untilSent(appId, job, progress, signal);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function untilSent(appId: string, job: Job, progress: Progress, signal: AbortSignal): Promise<void> {
  let left = job.parts;
  for (let attempt = 0; left.length > 0; attempt++) {
    signal.throwIfAborted();
    let counted = 0;
    const count = (bytes: number) => {
      progress.sent(bytes - counted);
      counted = bytes;
    };
    try {
      const before = left;
      left = await sendOnce(appId, left, count, signal);
      const there = before.filter((part) => !left.includes(part));
      count(there.reduce((sum, { file }) => sum + file.size, 0));
      progress.ready(there.length);
      progress.waiting(false);
    } catch (error) {
      count(0);
      const { passing, status } = asApiError(error);
      if (signal.aborted || !(passing || status === 403) || (attempt >= TRIES && navigator.onLine)) throw error;
      progress.waiting(true);
      await pause(Math.min(500 * 2 ** attempt, 10_000), signal);
    }
  }
}

/** Returns the parts that still are to be sent: none, unless the server lacks some of them. */
async function sendOnce(appId: string, parts: Part[], sent: (bytes: number) => void, signal: AbortSignal) {
  const path = { app_id: appId };
  const body = { node_ids: parts.map((part) => part.id) };
  const fresh = await call(api.POST("/console/api/apps/{app_id}/assets/uploads", { params: { path }, body, signal }));
  const index = new Map(fresh.missing.map((id, at) => [id, at]));
  const wanted = parts.filter((part) => index.has(part.id));
  const [only] = wanted;
  if (!only) return [];
  const url = only.file.size > PACK_BYTES ? fresh.urls[only.id] : fresh.pack_url;
  if (only.file.size > PACK_BYTES) {
    await put(url ?? "", only.file, sent, signal);
    return [];
  }
  const reply = await put(url ?? "", framed(wanted, index), sent, signal);
  const failed = (JSON.parse(reply) as { failed: { code: string; message: string }[] }).failed[0];
  if (failed) throw new ApiError(failed.code, failed.message, 400);
  return [];
}

/** By XMLHttpRequest: fetch does not say how much of a body has gone. */
function put(url: string, body: Blob, sent: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const request = new XMLHttpRequest();
  return new Promise<string>((done, fail) => {
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = (event) => sent(Math.min(event.loaded, body.size));
    request.onload = () => (request.status < 300 ? done(request.responseText) : fail(refusal(request)));
    request.onerror = () => fail(new ApiError("network_error", "The server cannot be reached.", 0));
    request.onabort = () => fail(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.open("PUT", url);
    request.send(body);
  });
}

function refusal(request: XMLHttpRequest): ApiError {
  try {
    const said = JSON.parse(request.responseText);
    return new ApiError(said.code, said.message, request.status, said.details ?? []);
  } catch {
    return new ApiError(`http_${request.status}`, request.statusText, request.status);
  }
}

/** As long as that, or until the network is back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", () => done(), { once: true });
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      fail(signal.reason);
    });
  });
}
