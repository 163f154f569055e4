// The bytes of many files: small ones in packs, large ones by their own URL, three requests at a time, tried again
// until they arrive, the upload is cancelled or the server refuses them for good.
import { ApiError, api, asApiError, call } from "@/api";
import { breath } from "./breath";

const PACK_BYTES = 8 * 1024 * 1024;
/** Larger files travel by themselves. */
export const SMALL = 4 * 1024 * 1024;
const HEAD = 12;
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
  const large = parts.filter(({ file }) => file.size > SMALL).map((part) => ({ parts: [part], bytes: part.file.size }));
  const packs: Job[] = [];
  for (const part of parts) {
    if (part.file.size > SMALL) continue;
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

/** Before each file: its index in 4 bytes, its length in 8, big endian. The browser reads what is not at hand. */
export function framed(parts: Part[], index: ReadonlyMap<string, number>, bytes: Sending["bytes"] = new Map()): Blob {
  const heads = new DataView(new ArrayBuffer(parts.length * HEAD));
  return new Blob(
    parts.flatMap(({ id, file }, at) => {
      heads.setUint32(at * HEAD, index.get(id) ?? 0);
      heads.setBigUint64(at * HEAD + 4, BigInt(file.size));
      return [new Uint8Array(heads.buffer, at * HEAD, HEAD), bytes.get(file) ?? file];
    }),
  );
}

type Links = { packUrl: string | null; index: ReadonlyMap<string, number>; urls: Record<string, string> };
type Sending = {
  /** Where the bytes go, as the tree was created. */
  links: { packUrl: string | null; missing: string[]; urls: Record<string, string> };
  /** What of the files was read already. */
  bytes: ReadonlyMap<File, ArrayBuffer>;
  progress: Progress;
  signal: AbortSignal;
};

const indexed = (ids: string[]) => new Map(ids.map((id, at) => [id, at]));

export async function sendAll(appId: string, parts: Part[], sending: Sending): Promise<void> {
  const jobs = jobsOf(parts);
  const links = { ...sending.links, index: indexed(sending.links.missing) };
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await untilSent(appId, job, links, sending);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function untilSent(appId: string, job: Job, first: Links, { progress, signal, bytes }: Sending): Promise<void> {
  let left = job.parts;
  let links: Links | null = first;
  for (let attempt = 0; left.length > 0; attempt++) {
    signal.throwIfAborted();
    let counted = 0;
    const count = (bytes: number) => {
      progress.sent(bytes - counted);
      counted = bytes;
    };
    try {
      // What went wrong may have been the answer alone, and the links may have run out.
      await breath();
      links ??= await renewed(appId, left, signal);
      await sendOnce(left, links, bytes, count, signal);
      count(left.reduce((sum, { file }) => sum + file.size, 0));
      progress.ready(left.length);
      progress.waiting(false);
      left = [];
    } catch (error) {
      links = null;
      count(0);
      const { passing, status } = asApiError(error);
      if (signal.aborted || !(passing || status === 403) || (attempt >= TRIES && navigator.onLine)) throw error;
      progress.waiting(true);
      await pause(Math.min(500 * 2 ** attempt, 10_000), signal);
    }
  }
}

async function renewed(appId: string, parts: Part[], signal: AbortSignal): Promise<Links> {
  const params = { path: { app_id: appId } };
  const body = { node_ids: parts.map((part) => part.id) };
  const fresh = await call(api.POST("/console/api/apps/{app_id}/assets/uploads", { params, body, signal }));
  return { packUrl: fresh.pack_url, index: indexed(fresh.missing), urls: fresh.urls };
}

/** Of these, what the server lacks. */
async function sendOnce(
  parts: Part[],
  { packUrl, index, urls }: Links,
  bytes: Sending["bytes"],
  sent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const wanted = parts.filter((part) => index.has(part.id));
  const [only] = wanted;
  if (!only) return;
  if (only.file.size > SMALL) {
    await put(urls[only.id] ?? "", only.file, sent, signal);
    return;
  }
  const reply = await put(packUrl ?? "", framed(wanted, index, bytes), sent, signal);
  const failed = (JSON.parse(reply) as { failed: { code: string; message: string }[] }).failed[0];
  if (failed) throw new ApiError(failed.code, failed.message, 400);
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
