// SHA-256 away from the page. Not by Web Crypto: a page on plain http in a LAN has none.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export type Hashed = { at: number; hash: string | null; bytes: number };

self.onmessage = async ({ data: files }: MessageEvent<File[]>) => {
  let done: Hashed[] = [];
  for (const [at, file] of files.entries()) {
    done.push({ at, hash: await hashed(file).catch(() => null), bytes: file.size });
    if (done.length < 100 && file.size < 1_000_000 && at < files.length - 1) continue;
    self.postMessage(done);
    done = [];
  }
};

async function hashed(file: File): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) hash.update(part.value);
  return bytesToHex(hash.digest());
}
