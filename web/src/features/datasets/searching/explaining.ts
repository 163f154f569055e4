import type { Schemas } from "@/api";

export type Explanation = Schemas["ExplanationOut"];
type Term = { term: string; share: number };
export type Words = { share: number; weight: number; rank: number | null; terms: Term[] };
export type Vectors = { cosine: number; similarity: number; weight: number; rank: number | null };

/** Of several for one segment (its child chunks), the best one. */
export function explanationOf(segmentId: string, explanations: Explanation[]): Explanation | undefined {
  const own = explanations.filter((each) => each.segment_id === segmentId && each.removed === null);
  return own.sort((one, other) => other.score - one.score)[0];
}

/** Where words were searched: how much of the best possible score, and what each word adds, the most first. */
export function wordsOf({ words }: Pick<Explanation, "words">): Words | null {
  if (words === null) return null;
  const { share, weight, rank, terms } = words as Words;
  return { share, weight, rank, terms: [...terms].sort((one, other) => other.share - one.share) };
}

export function vectorsOf({ vectors }: Pick<Explanation, "vectors">): Vectors | null {
  return vectors as Vectors | null;
}
