import { expect, test } from "vitest";
import { type Explanation, explanationOf, wordsOf } from "./explaining";

const made = (id: string, segment_id: string, score: number, removed: string | null = null): Explanation => ({
  ...{ id, segment_id, score, removed, document_id: "d", dataset_id: "k", vectors: null, words: null },
  ...{ fused: score, fused_rank: 1, rerank_score: null, rerank_rank: null },
});

test("a segment has the explanation of its best child chunk, and none of one that was left out", () => {
  const all = [made("a", "one", 0.2), made("b", "one", 0.7), made("c", "two", 0.9, "top_k")];
  expect(explanationOf("one", all)?.id).toBe("b");
  expect(explanationOf("two", all)).toBeUndefined();
});

test("words stand by what they add", () => {
  const terms = [
    { term: "a", idf: 1, tf: 1, share: 1 },
    { term: "refund", idf: 2, tf: 2, share: 4 },
  ];
  const words = { score: 5, bound: 10, share: 0.5, rank: 1, weight: 1, terms };
  expect(wordsOf({ words })?.terms.map(({ term }) => term)).toEqual(["refund", "a"]);
  expect(wordsOf({ words: null })).toBeNull();
});
