"""The best of what was found, read and ordered by a rerank model. If that fails, the order before stands."""

import math
from collections.abc import Sequence
from typing import Protocol

from treeline.datasets.retrieval.candidates import Passage
from treeline.kernel.errors import ApiError

MAX_RERANKED = 50


class Reranker(Protocol):
    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]: ...


class RerankFailed(ApiError):
    status, code = 502, "rerank_failed"


async def rerank(passages: Sequence[Passage], query: str, reranker: Reranker | ApiError) -> list[Passage]:
    """The best 50, in the order of the model; the others are left out, because their scores are of another kind.

    Raises RerankFailed, and has changed nothing then.
    """
    chosen = list(passages[:MAX_RERANKED])
    if not chosen:
        return []
    try:
        if isinstance(reranker, ApiError):
            raise reranker
        scores = await reranker.rerank(query, [each.text for each in chosen])
    except ApiError as error:
        raise RerankFailed(f"The rerank model failed: {error.message}") from error
    if len(scores) != len(chosen) or not all(math.isfinite(score) for score in scores):
        raise RerankFailed("The rerank model returned no valid score for some of the texts.")
    for each in passages[MAX_RERANKED:]:
        each.candidate.removed = "beyond_window"
    for each, score in zip(chosen, scores, strict=True):
        each.candidate.rerank_score = score
    chosen.sort(key=lambda each: -each.score)
    for rank, each in enumerate(chosen, 1):
        each.candidate.rerank_rank = rank
    return chosen
