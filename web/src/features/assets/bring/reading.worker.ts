// Reads and hashes away from the page. Not by Web Crypto: a page on plain http in a LAN has none.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export type ToRead = { files: File[]; keep: boolean };
/** A hash for each file, null where it cannot be read; with `keep` the bytes of those that are small. */
export type WasRead = { hashes: (string | null)[]; bytes: (ArrayBuffer | null)[] };

const SMALL = 1024 * 1024;

self.onmessage = async ({ data: { files, keep } }: MessageEvent<ToRead>) => {
  // Waiting for them together: most of the time goes into asking the system for each.
  const read = await Promise.all(
    files.map((file) => (file.size > SMALL ? null : file.arrayBuffer().catch(() => null))),
  );
  const hashes: (string | null)[] = [];
  for (const [at, file] of files.entries()) {
    const bytes = read[at];
    if (bytes) hashes.push(bytesToHex(sha256(new Uint8Array(bytes))));
    else hashes.push(await hashed(file).catch(() => null));
  }
  const kept = keep ? read : [];
  const transfer = kept.filter((bytes) => bytes !== null);
  self.postMessage({ hashes, bytes: kept } satisfies WasRead, { transfer });
};

async function hashed(file: File): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) hash.update(part.value);
  return bytesToHex(hash.digest());
}
