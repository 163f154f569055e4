import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { Contents, type Found, SMALL } from "./contents";

const found = (path: string, ...bytes: number[]): Found => ({ path, file: new File([new Uint8Array(bytes)], path) });
const hashOf = (bytes: number[]) => bytesToHex(sha256(new Uint8Array(bytes)));
const always = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

test("files read together have their own bytes each", async () => {
  const files = [found("a", 1, 2), found("b"), found("c", 3)];
  await new Contents(files).read(files);
  expect(files.map(({ bytes }) => [...(bytes ?? [])])).toEqual([[1, 2], [], [3]]);
});

test("only what has the size of a file that is there is hashed", async () => {
  const files = [found("a", 1, 2), found("b", 3), found("c", 4, 5)];
  const read = vi.fn();
  await new Contents(files).hash(new Set([2]), read, always);
  expect(files.map(({ hash }) => hash)).toEqual([hashOf([1, 2]), undefined, hashOf([4, 5])]);
  expect(read.mock.calls).toEqual([[3]]);
});

test("a large file is always hashed", async () => {
  const content = new Uint8Array(SMALL + 1);
  const large = { path: "large", file: new File([content], "large") } as Found;
  await new Contents([large]).hash(new Set(), () => {}, always);
  expect(large.hash).toBe(bytesToHex(sha256(content)));
});

test("without Web Crypto, as on plain http in a LAN, hashes are the same", async () => {
  vi.stubGlobal("crypto", {});
  const files = [found("a", 1, 2)];
  await new Contents(files).hash(new Set([2]), () => {}, always);
  expect(files[0]!.hash).toBe(hashOf([1, 2]));
});

test("a file that has changed since it was chosen is named", async () => {
  const [fine, changed] = [found("fine", 1), found("changed", 2)];
  vi.spyOn(changed.file, "arrayBuffer").mockRejectedValue(new DOMException("gone", "NotReadableError"));
  vi.spyOn(Blob.prototype, "arrayBuffer").mockRejectedValueOnce(new DOMException("gone", "NotReadableError"));
  const reading = new Contents([fine, changed]).read([fine, changed]);
  await expect(reading).rejects.toThrow(ApiError);
  await expect(reading).rejects.toThrow("changed cannot be read");
});
