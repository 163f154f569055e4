"""From passages to results: thresholds, parents, equal texts, neighbors, top k."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.retrieval.candidates import Candidate, Passage
from treeline.datasets.retrieval.merging import joined, shape
from treeline.datasets.retrieval.rerank import MAX_RERANKED, RerankFailed, rerank
from treeline.datasets.splitting.pieces import indexed_text
from treeline.kernel.errors import ApiError

DATASET = Dataset(id=uuid4(), name="d")
DOCUMENTS = [Document(id=uuid4(), name=f"document {number}") for number in range(3)]


def segment(document: int = 0, position: int = 1, content: str = "", **more: object) -> Segment:
    given = {"id": uuid4(), "position": position, "content": content or f"text {document}.{position}", "heading": []}
    return Segment(document_id=DOCUMENTS[document].id, **{**given, **more})


def passage(score: float, of: Segment, child: ChildChunk | None = None) -> Passage:
    document = next(each for each in DOCUMENTS if each.id == of.document_id)
    id_ = child.id if child else of.id
    made = Candidate(id=id_, segment_id=of.id, document_id=of.document_id, dataset_id=DATASET.id, fused=score)
    return Passage(made, DATASET, document, of, child)


def child_of(of: Segment, position: int) -> ChildChunk:
    return ChildChunk(id=uuid4(), segment_id=of.id, position=position, content=f"child {position}")


def removed(passages: Sequence[Passage]) -> list[str | None]:
    return [each.candidate.removed for each in passages]


@pytest.mark.parametrize(
    ("threshold", "left"), [(None, 4), (-1.0, 4), (0, 3), (0.0, 3), (0.2, 2), (0.5, 2), (0.51, 1), (1.0, 0)]
)
def test_zero_is_a_threshold(threshold: float | None, left: int):
    passages = [passage(score, segment(position=at * 2)) for at, score in enumerate((0.9, 0.5, 0.0, -0.4))]
    assert len(shape(passages, 10, threshold)) == left
    assert removed(passages) == [None] * left + ["below_threshold"] * (4 - left)


def test_children_answer_with_their_parent():
    one, other = segment(position=1), segment(position=5)
    children = [child_of(one, 1), child_of(other, 1), child_of(one, 2)]
    found = shape(
        [passage(0.9 - at / 10, s, c) for at, (s, c) in enumerate(zip((one, other, one), children, strict=True))], 2
    )
    assert [(each.segment.id, each.score) for each in found] == [(one.id, 0.9), (other.id, 0.8)]
    assert [(each.chunk.position, each.score) for each in found[0].children] == [(1, 0.9), (2, 0.7)]


def test_the_same_text_is_there_once():
    passages = [
        passage(0.9, segment(0, 1, "same")),
        passage(0.8, segment(1, 1, " same\n")),
        passage(0.7, segment(2, 1, "same", answer="but another answer")),
    ]
    assert len(shape(passages, 5)) == 2
    assert removed(passages) == [None, "same_text", None]


def test_what_follows_is_one_text_on_request():
    first, second, third = (segment(0, at, f"part {at}") for at in (1, 2, 3))
    elsewhere, late = segment(1, 2, "elsewhere"), segment(2, 9, "late")
    passages = [passage(0.9 - at / 10, each) for at, each in enumerate((third, elsewhere, first, second, late))]
    apart = shape(passages, 2)
    assert [each.content for each in apart] == ["part 3", "elsewhere"]
    for each in passages:
        each.candidate.removed = None
    found = shape(passages, 3, merge_neighbors=True)
    assert [each.content for each in found] == ["part 1\npart 2\npart 3", "elsewhere", "late"]
    assert found[0].segment is third
    assert found[0].segments == [first, second, third]
    assert found[0].score == 0.9


def test_an_overlap_is_there_once():
    first = segment(0, 1, "one two three", text_start=0, text_end=13)
    second = segment(0, 2, "three four", text_start=8, text_end=18)
    third = segment(0, 3, "four, or not", text_start=18, text_end=30)
    assert joined([first, second, third]) == "one two three four\nfour, or not"


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 2), st.integers(0, 9), st.sampled_from("abcdef")), max_size=25),
    st.integers(1, 6),
    st.none() | st.floats(-1, 1),
    st.booleans(),
)
def test_everything_is_a_result_or_removed_for_a_reason(
    given_: list[tuple[float, int, int, str]], top_k: int, threshold: float | None, merge: bool
):
    unique = {(document, position): (score, text) for score, document, position, text in given_}
    passages = [passage(score, segment(*place, text)) for place, (score, text) in unique.items()]
    passages.sort(key=lambda each: -each.score)
    found = shape(passages, top_k, threshold, merge_neighbors=merge)
    assert len(found) <= top_k
    answered: list[UUID] = [each.id for result in found for each in result.segments]
    assert len(answered) == len(set(answered))
    assert set(answered) == {each.segment.id for each in passages if each.candidate.removed is None}
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert threshold is None or all(each.score >= threshold for each in found)
    if merge:
        for result in found:
            positions = [each.position for each in result.segments]
            assert positions == list(range(positions[0], positions[-1] + 1))


class Model:
    """Scores by what it was told, or fails."""

    def __init__(self, *scores: float, error: ApiError | None = None):
        self.scores, self.error, self.texts = scores, error, list[str]()

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        self.texts = list(texts)
        if self.error:
            raise self.error
        return list(self.scores)


def test_the_reranker_s_order_and_scores_hold():
    first = segment(0, 0, heading=["A"], answer="so")
    passages = [passage(0.9, first), *(passage(0.8, segment(0, at, heading=["A", "B"])) for at in (1, 2))]
    model = Model(-2.0, 7.0, 0.5)
    order = asyncio.run(rerank(passages, "q", model))
    assert order == [passages[1], passages[2], passages[0]]
    assert [each.score for each in order] == [7.0, 0.5, -2.0]
    assert model.texts[0] == "text 0.0\nso"
    assert model.texts[1] == indexed_text(["A", "B"], "text 0.1")
    assert [each.score for each in shape(order, 5, 0)] == [7.0, 0.5]


def test_only_the_best_are_reranked():
    passages = [passage(1 - at / 100, segment(0, at)) for at in range(MAX_RERANKED + 2)]
    order = asyncio.run(rerank(passages, "q", Model(*[0.5] * MAX_RERANKED)))
    assert order == passages[:MAX_RERANKED]
    assert removed(passages[-2:]) == ["beyond_window"] * 2


@pytest.mark.parametrize(
    "model",
    [
        Model(error=ApiError("no")),
        Model(),
        Model(1.0),
        Model(1.0, float("nan")),
        Model(1.0, 1.0, 1.0),
        ApiError("none"),
    ],
)
def test_a_reranker_that_fails_changes_nothing(model: Model | ApiError):
    passages = [passage(0.9 - at / 10, segment(0, at)) for at in range(2)]
    with pytest.raises(RerankFailed):
        asyncio.run(rerank(passages, "q", model))
    assert [each.score for each in passages] == [0.9, 0.8]
    assert removed(passages) == [None, None]
