"""One score out of two. Both are from 0 to 1 and mean the same in every query, so thresholds do too.

By vectors: the cosine, where less than 0 is no likeness. By words: BM25 as a part of what the query's terms could give
at most. No statistics of a list are in it: what else was found changes no score.
"""

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import TypeVar
from uuid import UUID

Item = TypeVar("Item")

RANK_OFFSET = 60  # of reciprocal rank fusion, as everyone has it


def similarity(cosine: float) -> float:
    return min(1.0, max(0.0, cosine))


def weighted(similarity: float, words: float, vector_weight: float) -> float:
    return min(1.0, vector_weight * similarity + (1 - vector_weight) * words)


def by_rank(*rankings: Sequence[UUID]) -> dict[UUID, float]:
    """Reciprocal ranks, as a part of what one that is first everywhere has. Each ranking has an id once."""
    scores: dict[UUID, float] = {}
    for ranking in rankings:
        for rank, each in enumerate(ranking):
            scores[each] = scores.get(each, 0.0) + (RANK_OFFSET + 1) / (RANK_OFFSET + 1 + rank)
    return {each: min(1.0, score / len(rankings)) for each, score in scores.items()}


def interleaved(*rankings: Sequence[Item]) -> list[Item]:
    """The first of each, then the second of each: for scores of different models, which say nothing to each other."""
    missing = object()
    rounds = zip_longest(*rankings, fillvalue=missing)
    return [each for each in chain.from_iterable(rounds) if each is not missing]  # pyright: ignore[reportReturnType]  the filler is left out
