// The bytes of files: read many at a time, hashed, kept until they are sent as far as memory allows.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ApiError } from "@/api/errors";

export type Found = { path: string; file: File; hash?: string; bytes?: Uint8Array<ArrayBuffer> };

/** Larger files travel by themselves, and are not kept. */
export const SMALL = 4 * 1024 * 1024;
const PACK_BYTES = 8 * 1024 * 1024;
const PACK_FILES = 1_000;
const KEPT = 64 * 1024 * 1024;
// In memory at once to be hashed natively; a larger one is hashed piece by piece.
const WHOLE = 64 * 1024 * 1024;
const AT_ONCE = 4;

/** Small files in groups that are read together, and sent together. */
export function packed<T>(items: readonly T[], fileOf: (item: T) => File): T[][] {
  const packs: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const { size } = fileOf(item);
    const last = packs.at(-1);
    if (last && last.length < PACK_FILES && bytes + size <= PACK_BYTES) {
      last.push(item);
      bytes += size;
    } else {
      packs.push([item]);
      bytes = size;
    }
  }
  return packs;
}

export class Contents {
  private readonly packs: Found[][];
  private readonly large: Found[];
  /** What stays in memory from the first reading on, until it is sent. */
  private readonly ahead: Found[][];
  private readonly reading = new Map<Found, Promise<void>>();

  constructor(files: Found[]) {
    this.packs = packed(
      files.filter(({ file }) => file.size <= SMALL),
      ({ file }) => file,
    );
    this.large = files.filter(({ file }) => file.size > SMALL);
    let room = KEPT;
    this.ahead = this.packs.filter((pack) => {
      room -= sizeOf(pack);
      return room >= 0;
    });
  }

  readAhead(): void {
    // What fails is read again when it is needed, and fails there.
    void inLanes(this.ahead, AT_ONCE, (pack) => this.read(pack)).catch(() => {});
  }

  /** Hash large files, and small ones of a size among `sizes`: others cannot be on the server yet. */
  async hash(sizes: ReadonlySet<number>, read: (files: number) => void, signal: AbortSignal): Promise<void> {
    await inLanes(this.packs, AT_ONCE, async (pack) => {
      signal.throwIfAborted();
      const open = pack.filter(({ file, hash }) => !hash && sizes.has(file.size));
      await this.read(open);
      const hashes = await Promise.all(open.map(({ bytes }) => hex(bytes!)));
      for (const [at, found] of open.entries()) found.hash = hashes[at];
      if (!this.ahead.includes(pack)) this.drop(open);
      read(pack.length);
    });
    for (const found of this.large) {
      signal.throwIfAborted();
      found.hash ??= await hashed(found, signal);
      read(1);
    }
  }

  /** Each has its `bytes` then. */
  async read(files: Found[]): Promise<void> {
    await Promise.all(files.map((found) => this.reading.get(found)));
    const open = files.filter(({ bytes }) => !bytes);
    const reading = together(open);
    for (const found of open) this.reading.set(found, reading);
    await reading.finally(() => {
      for (const found of open) this.reading.delete(found);
    });
  }

  drop(files: Found[]): void {
    for (const found of files) found.bytes = undefined;
  }
}

const sizeOf = (files: Found[]) => files.reduce((sum, { file }) => sum + file.size, 0);

/** Asking for each file costs more than its bytes: the browser reads them as if they were one. */
async function together(files: Found[]): Promise<void> {
  const whole = await new Blob(files.map(({ file }) => file)).arrayBuffer().catch(() => null);
  if (whole?.byteLength !== sizeOf(files)) return oneByOne(files);
  let at = 0;
  for (const found of files) {
    found.bytes = new Uint8Array(whole, at, found.file.size);
    at += found.file.size;
  }
}

async function oneByOne(files: Found[]): Promise<void> {
  for (const found of files) {
    const bytes = await found.file.arrayBuffer().catch(() => null);
    if (bytes?.byteLength !== found.file.size) return unreadable(found);
    found.bytes = new Uint8Array(bytes);
  }
}

function unreadable({ path }: Found): never {
  throw new ApiError("file_unreadable", `${path} cannot be read: it has changed or gone since it was chosen.`, -1);
}

/** SHA-256. Web Crypto is fast, and absent on plain http in a LAN. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const native = globalThis.crypto?.subtle;
  return native ? new Uint8Array(await native.digest("SHA-256", bytes)) : sha256(bytes);
}

const hex = async (bytes: Uint8Array<ArrayBuffer>) => bytesToHex(await digest(bytes));

async function hashed(found: Found, signal: AbortSignal): Promise<string> {
  const { file } = found;
  try {
    if (file.size <= WHOLE) return await hex(new Uint8Array(await file.arrayBuffer()));
    const hash = sha256.create();
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      signal.throwIfAborted();
      hash.update(part.value);
    }
    return bytesToHex(hash.digest());
  } catch {
    signal.throwIfAborted();
    return unreadable(found);
  }
}

/** Work on all of them, in their order, `lanes` at a time. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at]!, at);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
