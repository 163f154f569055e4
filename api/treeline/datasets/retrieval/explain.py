"""How a score came about, of what is answered and of what is left out."""

from dataclasses import dataclass
from uuid import UUID

from treeline.datasets.retrieval.candidates import Candidate, Removed
from treeline.datasets.retrieval.fusion import similarity
from treeline.datasets.retrieval.words import TermShare


@dataclass(frozen=True, slots=True)
class VectorPart:
    """`rank`: among the nearest of its knowledge base, if it was there; `weight` is its part in the score."""

    cosine: float
    similarity: float
    rank: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class WordPart:
    """`score`: BM25, the sum of the terms' shares; `bound`: what it could be at most; `share`: the one by the other."""

    score: float
    bound: float
    share: float
    rank: int | None
    weight: float
    terms: tuple[TermShare, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    id: UUID
    segment_id: UUID
    document_id: UUID
    dataset_id: UUID
    vectors: VectorPart | None
    words: WordPart | None
    fused: float
    fused_rank: int | None
    rerank_score: float | None
    rerank_rank: int | None
    score: float
    removed: Removed | None


def explain(candidate: Candidate, vector_weight: float) -> Explanation:
    """`vector_weight`: 1 or 0 where only one of them was asked."""
    cosine, words = candidate.cosine, candidate.words
    return Explanation(
        id=candidate.id,
        segment_id=candidate.segment_id,
        document_id=candidate.document_id,
        dataset_id=candidate.dataset_id,
        vectors=None
        if cosine is None
        else VectorPart(cosine, similarity(cosine), candidate.vector_rank, vector_weight),
        words=None
        if words is None
        else WordPart(words.score, words.bound, words.weight, candidate.word_rank, 1 - vector_weight, candidate.terms),
        fused=candidate.fused,
        fused_rank=candidate.fused_rank,
        rerank_score=candidate.rerank_score,
        rerank_rank=candidate.rerank_rank,
        score=candidate.score,
        removed=candidate.removed,
    )
