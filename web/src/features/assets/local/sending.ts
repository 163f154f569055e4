// The bytes of many files: small ones in packs, large ones by their own URL, three requests at a time, tried again
// until they arrive, the upload is cancelled or the server refuses them for good.
import { ApiError, asApiError } from "@/api/errors";
import { type Contents, digest, type Found, inLanes, packed, SMALL } from "./contents";

const HEAD = 12;
const AT_ONCE = 3;
const TRIES = 8;

export type Part = { id: string; found: Found };
/** Where bytes go: many small files to one URL, each named by its index; a large one to its own. */
export type Links = { packUrl: string | null; index: ReadonlyMap<string, number>; urls: Record<string, string> };
/** Bytes on their way, files that are ready; `waiting`: the network is away, or back. */
export type Progress = { sent?: number; ready?: number; waiting?: boolean };

/** Small files travel together, large ones alone, and after them. */
export function jobsOf(parts: Part[]): Part[][] {
  const isSmall = ({ found }: Part) => found.file.size <= SMALL;
  const packs = packed(parts.filter(isSmall), ({ found }) => found.file);
  return [...packs, ...parts.filter((part) => !isSmall(part)).map((part) => [part])];
}

/** Before each file: its index in 4 bytes, its length in 8, big endian. */
export function framed(parts: Part[], index: ReadonlyMap<string, number>): Uint8Array<ArrayBuffer> {
  const pack = new Uint8Array(parts.reduce((sum, { found }) => sum + HEAD + found.bytes!.length, 0));
  const view = new DataView(pack.buffer);
  let at = 0;
  for (const { id, found } of parts) {
    view.setUint32(at, index.get(id)!);
    view.setBigUint64(at + 4, BigInt(found.bytes!.length));
    pack.set(found.bytes!, at + HEAD);
    at += HEAD + found.bytes!.length;
  }
  return pack;
}

export class Sending {
  constructor(
    private readonly contents: Contents,
    private readonly first: Links,
    private readonly progress: (step: Progress) => void,
    private readonly renew: (ids: string[]) => Promise<Links>,
    private readonly signal: AbortSignal,
  ) {}

  /** Each that is sent leaves `parts`. */
  async all(parts: Set<Part>): Promise<void> {
    const work = async (job: Part[]) => {
      await this.untilSent(job);
      for (const part of job) parts.delete(part);
    };
    await inLanes(jobsOf([...parts]), AT_ONCE, work);
  }

  private async untilSent(parts: Part[]): Promise<void> {
    let links: Links | null = this.first;
    for (let attempt = 0; ; attempt++) {
      this.signal.throwIfAborted();
      let counted = 0;
      const count = (bytes: number) => {
        this.progress({ sent: bytes - counted });
        counted = bytes;
      };
      try {
        // What went wrong may have been the answer alone, and the links may have run out.
        links ??= await this.renew(parts.map(({ id }) => id));
        await this.once(parts, links, count);
        count(parts.reduce((sum, { found }) => sum + found.file.size, 0));
        return this.progress({ ready: parts.length, waiting: false });
      } catch (error) {
        links = null;
        count(0);
        const final = attempt >= TRIES && navigator.onLine;
        if (this.signal.aborted || final || !worthAnotherTry(error)) throw error;
        this.progress({ waiting: true });
        await pause(Math.min(500 * 2 ** attempt, 10_000), this.signal);
      }
    }
  }

  /** Of these, what the server lacks. */
  private async once(parts: Part[], links: Links, sent: (bytes: number) => void): Promise<void> {
    const wanted = parts.filter(({ id }) => links.index.has(id));
    const [only] = wanted;
    if (!only) return;
    if (only.found.file.size > SMALL) {
      await put(links.urls[only.id]!, only.found.file, {}, sent, this.signal);
      return;
    }
    const files = wanted.map(({ found }) => found);
    await this.contents.read(files);
    const pack = framed(wanted, links.index);
    this.contents.drop(files);
    // The server compares each file with its hash, and those that have none with that of the pack.
    const headers: Record<string, string> = files.every(({ hash }) => hash)
      ? {}
      : { "Content-Digest": `sha-256=:${await base64(pack)}:` };
    const reply = await put(links.packUrl!, new Blob([pack]), headers, sent, this.signal);
    const failed = (JSON.parse(reply) as { failed: { code: string; message: string }[] }).failed[0];
    if (failed) throw new ApiError(failed.code, failed.message, 400);
  }
}

/** The server is away, the links have run out, or the bytes were changed on their way. */
function worthAnotherTry(error: unknown): boolean {
  const { passing, status, code } = asApiError(error);
  return passing || status === 403 || code === "app_asset_digest_mismatch";
}

const base64 = async (bytes: Uint8Array<ArrayBuffer>) => btoa(String.fromCharCode(...(await digest(bytes))));

/** By XMLHttpRequest: fetch does not say how much of a body has gone. */
function put(
  url: string,
  body: Blob,
  headers: Record<string, string>,
  sent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const request = new XMLHttpRequest();
  return new Promise<string>((done, fail) => {
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => (request.status < 300 ? done(request.responseText) : fail(refusal(request)));
    request.onerror = () => fail(new ApiError("network_error", "The server cannot be reached.", 0));
    request.onabort = () => fail(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
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
