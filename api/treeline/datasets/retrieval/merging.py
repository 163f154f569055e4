"""From passages, best first, to results: the threshold, parents in place of children, each text once, top k."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from uuid import UUID

from treeline.datasets.models import Segment
from treeline.datasets.retrieval.candidates import Found, FoundChild, Passage

MAX_OVERLAP = 2000


def shape(
    passages: Sequence[Passage], top_k: int, score_threshold: float | None = None, *, merge_neighbors: bool = False
) -> list[Found]:
    """The results, best first. What is left out is told why. A threshold of 0 is one: rerankers go below it."""
    kept: list[Passage] = []
    for each in passages:
        if score_threshold is not None and each.score < score_threshold:
            each.candidate.removed = "below_threshold"
        else:
            kept.append(each)
    results: list[Found] = []
    for group in _by_segment(_each_text_once(kept)):
        result = _result(group)
        merged = _with_neighbors(results, result) if merge_neighbors else None
        if merged is not None:
            results = merged
        elif len(results) < top_k:
            results.append(result)
        else:
            for each in group:
                each.candidate.removed = "beyond_top_k"
    return results


def _each_text_once(passages: Iterable[Passage]) -> list[Passage]:
    """Of segments with the same text, the one that comes first, with all of its children."""
    first: dict[tuple[str, str | None], UUID] = {}
    kept: list[Passage] = []
    for each in passages:
        text = (each.segment.content.strip(), each.segment.answer)
        if first.setdefault(text, each.segment.id) == each.segment.id:
            kept.append(each)
        else:
            each.candidate.removed = "same_text"
    return kept


def _by_segment(passages: Iterable[Passage]) -> list[list[Passage]]:
    groups: dict[UUID, list[Passage]] = {}
    for each in passages:
        groups.setdefault(each.segment.id, []).append(each)
    return list(groups.values())


def _result(group: list[Passage]) -> Found:
    best = group[0]
    children = [FoundChild(each.child, each.score) for each in group if each.child]
    segment = best.segment
    return Found(best.dataset, best.document, segment, best.score, segment.content, [segment], children)


def _with_neighbors(results: list[Found], new: Found) -> list[Found] | None:
    """The results, those that stand directly before or after the new one made one with it; None if none does."""
    touching = [each for each in results if _touch(each, new)]
    if not touching:
        return None
    first = touching[0]
    segments = sorted({s.id: s for each in (*touching, new) for s in each.segments}.values(), key=lambda s: s.position)
    first.segments, first.content = segments, joined(segments)
    first.children += [child for each in (*touching[1:], new) for child in each.children]
    return [each for each in results if each is first or each not in touching]


def _touch(one: Found, other: Found) -> bool:
    return one.document.id == other.document.id and (
        one.segments[-1].position + 1 == other.segments[0].position
        or other.segments[-1].position + 1 == one.segments[0].position
    )


def joined(segments: Sequence[Segment]) -> str:
    """One text. What two segments share, because they were cut with an overlap, is in it once."""
    text = segments[0].content
    for before, after in pairwise(segments):
        shared = _shared(text, after.content) if _overlap(before, after) else 0
        text += after.content[shared:] if shared else f"\n{after.content}"
    return text


def _overlap(before: Segment, after: Segment) -> bool:
    return before.text_end is not None and after.text_start is not None and after.text_start < before.text_end


def _shared(text: str, following: str) -> int:
    longest = min(len(text), len(following), MAX_OVERLAP)
    return next((size for size in range(longest, 0, -1) if text.endswith(following[:size])), 0)
