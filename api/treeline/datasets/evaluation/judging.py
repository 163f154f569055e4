"""How good an answer is, in numbers. No I/O."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Of the results, those that are judged.
JUDGED = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """`ndcg`, `recall`: of the first ten; `reciprocal_rank`: 1 / the place of the first that was expected, or 0.

    `grades`: of each result what it adds.
    """

    ndcg: float
    recall: float
    reciprocal_rank: float
    grades: tuple[int, ...]


def judge(results: Sequence[Sequence[int]], grades: Mapping[int, int]) -> Judgement:
    """`grades`: of each expected answer, by its number, 1 or more; at least one. `results`: which of them each is.

    An answer counts where it is found first: a document that comes twice is no better than once.
    """
    found, gains = set[int](), list[int]()
    for each in results[:JUDGED]:
        new = set(each) - found
        found |= new
        gains.append(sum(grades[number] for number in new))
    best = sorted(grades.values(), reverse=True)[:JUDGED]
    # One result may be two of them at once, and better than one after the other.
    ndcg = min(1.0, _discounted(gains) / _discounted(best))
    first = next((place for place, gain in enumerate(gains, 1) if gain), None)
    return Judgement(ndcg, len(found) / len(grades), 1 / first if first else 0.0, tuple(gains))


def _discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
