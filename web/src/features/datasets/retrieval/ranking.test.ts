import { expect, test } from "vitest";
import { type Ranking, rankingOf, withRanking } from "./ranking";

const ALL: Ranking[] = [
  { topK: 7, threshold: 0.3, weight: 0.7, reranks: true, reranker: { provider: "p", name: "m" } },
  { topK: null, threshold: null, weight: null, reranks: false, reranker: null },
  { topK: 1, threshold: 0, weight: 0, reranks: false, reranker: { provider: "p", name: "m" } },
];

test.each(ALL)("what is written is read again: %o", (ranking) => {
  for (const before of [{}, ...ALL.map((each) => withRanking({}, each))])
    expect(rankingOf(withRanking(before, ranking))).toEqual(ranking);
});

test("what is not changed stays as it is, known or not", () => {
  const given = { top_k: 3, datasets: { datasets: [] }, weights: { vector_setting: { embedding_model_name: "e" } } };
  expect(withRanking(given, { threshold: 0.5 })).toEqual({
    ...given,
    score_threshold: 0.5,
    score_threshold_enabled: true,
  });
  expect(withRanking(given, { weight: 0.7 }).weights).toEqual({
    weight_type: "customized",
    vector_setting: { embedding_model_name: "e", vector_weight: 0.7 },
    keyword_setting: { keyword_weight: 0.3 },
  });
});

test("what existing clients write is read as the API reads it", () => {
  const written = {
    top_k: 4,
    score_threshold: 0.5,
    score_threshold_enabled: false,
    reranking_enable: true,
    reranking_mode: "weighted_score",
    reranking_model: { reranking_provider_name: "", reranking_model_name: "" },
    weights: null,
  };
  const read = { topK: 4, threshold: null, weight: null, reranks: false, reranker: null };
  expect(rankingOf(written)).toEqual(read);
  expect(rankingOf({ ...written, reranking_mode: "reranking_model" }).reranks).toBe(true);
});
