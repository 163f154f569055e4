/** A text in three: what stands before bytes `start` to `end`, what stands there, and the rest. It begins at byte `first`. */
export function cutAt(text: string, first: number, start: number, end: number): [string, string, string] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const from = Math.min(bytes.length, Math.max(0, start - first));
  const to = Math.min(bytes.length, Math.max(from, end - first));
  return [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)].map((part) =>
    decoder.decode(part),
  ) as [string, string, string];
}
