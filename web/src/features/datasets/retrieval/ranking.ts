// How many results there are and in which order, as knowledge bases and apps say it alike. What is not known here stays.
import type { Chosen } from "@/features/providers/ModelSelect";

export type Given = Record<string, unknown>;

export type Ranking = {
  /** null: the API's default. */
  topK: number | null;
  /** The least score; null: any. */
  threshold: number | null;
  /** What meaning weighs against words, from 0 to 1; null: as the knowledge base has it, or half. */
  weight: number | null;
  reranks: boolean;
  reranker: Chosen | null;
};

export const MAX_TOP_K = 100;

type Said = {
  top_k?: unknown;
  score_threshold?: unknown;
  score_threshold_enabled?: unknown;
  reranking_enable?: unknown;
  reranking_mode?: unknown;
  reranking_model?: { reranking_provider_name?: unknown; reranking_model_name?: unknown } | null;
  weights?: Weights | null;
};
type Weights = { vector_setting?: { vector_weight?: unknown } | null };

export function rankingOf(given: Given): Ranking {
  const said = given as Said;
  const { reranking_provider_name: provider, reranking_model_name: name } = said.reranking_model ?? {};
  return {
    topK: numberOf(said.top_k),
    threshold: said.score_threshold_enabled === false ? null : numberOf(said.score_threshold),
    weight: numberOf(said.weights?.vector_setting?.vector_weight),
    reranks: said.reranking_enable === true && said.reranking_mode !== "weighted_score",
    reranker: typeof provider === "string" && typeof name === "string" && name ? { provider, name } : null,
  };
}

export function withRanking<T extends Given>(given: T, patch: Partial<Ranking>): T {
  const next: Given = { ...given };
  if (patch.topK !== undefined) next.top_k = patch.topK;
  if (patch.threshold !== undefined) {
    next.score_threshold = patch.threshold;
    next.score_threshold_enabled = patch.threshold !== null;
  }
  if (patch.weight !== undefined) next.weights = withWeight(next.weights as Weights | null, patch.weight);
  if (patch.reranks !== undefined) {
    next.reranking_enable = patch.reranks;
    next.reranking_mode = patch.reranks ? "reranking_model" : "weighted_score";
  }
  if (patch.reranker !== undefined) next.reranking_model = namesOf(patch.reranker);
  return next as T;
}

function withWeight(weights: Weights | null, weight: number | null) {
  if (weight === null) return null;
  return {
    ...weights,
    weight_type: "customized",
    vector_setting: { ...weights?.vector_setting, vector_weight: weight },
    keyword_setting: { keyword_weight: Math.round((1 - weight) * 100) / 100 },
  };
}

const namesOf = (chosen: Chosen | null) =>
  chosen && { reranking_provider_name: chosen.provider, reranking_model_name: chosen.name };

const numberOf = (value: unknown) => (typeof value === "number" ? value : null);
