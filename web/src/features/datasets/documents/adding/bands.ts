/** A stretch of the source: of which segments it is a part (several where they overlap), numbered from 0. */
export type Band = { text: string; of: number[] };

/** The source cut where segments begin and end. `start` and `end` count characters, not UTF-16 units. */
export function bandsOf(source: string, pieces: { start: number; end: number }[]): Band[] {
  const characters = Array.from(source);
  const edges = new Set([0, characters.length]);
  for (const { start, end } of pieces) {
    edges.add(Math.min(start, characters.length));
    edges.add(Math.min(end, characters.length));
  }
  const ordered = [...edges].sort((one, other) => one - other);
  return ordered.slice(1).map((end, at) => {
    const start = ordered[at]!;
    const of = pieces.flatMap((piece, number) => (piece.start < end && piece.end > start ? [number] : []));
    return { text: characters.slice(start, end).join(""), of };
  });
}
