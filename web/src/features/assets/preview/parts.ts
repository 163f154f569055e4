// A long text in parts: ranges of its bytes, cut where lines or at least characters end. One part is held at a time.
import { apiFetch, errorOf } from "@/api";

export const PART_BYTES = 256 * 1024;

/** `text` is what stands from byte `from` to byte `to`; null where these bytes are no text. */
export type Part = { from: number; to: number; text: string | null };

const NEWLINE = 10;
const startsCharacter = (byte: number) => (byte & 0xc0) !== 0x80;

/** Cut the bytes from `from` to a part that begins and ends well. `first`: the file begins with it; `last`: it ends. */
export function partOf(bytes: Uint8Array, from: number, ends: { first: boolean; last: boolean; exact: boolean }): Part {
  let [start, end] = [0, bytes.length];
  if (!ends.first && !ends.exact) {
    const line = bytes.indexOf(NEWLINE) + 1;
    // Where there is no line's end, the part begins at a character.
    if (line > 0 && line < end) start = line;
    else while (start < Math.min(3, end) && !startsCharacter(bytes[start] ?? 0)) start++;
  }
  if (!ends.last) {
    const line = bytes.lastIndexOf(NEWLINE) + 1;
    if (line > start) end = line;
    else {
      let back = end - 1;
      while (back > Math.max(start, end - 4) && !startsCharacter(bytes[back] ?? 0)) back--;
      if (back > start) end = back;
    }
  }
  const cut = bytes.subarray(start, end);
  const text = cut.includes(0) ? null : new TextDecoder().decode(cut);
  return { from: from + start, to: from + end, text };
}

/** The part that begins at `from`, or, with `before`, the one that ends there. */
export async function readPart(url: string, size: number, at: number, before: boolean, signal: AbortSignal) {
  const from = before ? Math.max(0, at - PART_BYTES) : at;
  const to = Math.min(size, before ? at : at + PART_BYTES);
  const headers = { Range: `bytes=${from}-${to - 1}` };
  const response = await apiFetch(url, { headers, signal });
  if (response.status !== 206) throw await errorOf(response);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return partOf(bytes, from, { first: from === 0, last: to === size || before, exact: !before });
}
