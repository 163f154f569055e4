from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.retrieval.fusion import by_rank, interleaved, similarity, weighted

parts = st.floats(0, 1)
cosines = st.floats(-1.001, 1.001)
ids = st.lists(st.integers(0, 40), unique=True).map(lambda numbers: [UUID(int=each) for each in numbers])


@given(cosines, parts, parts)
def test_scores_are_parts_of_one(cosine: float, words: float, alpha: float):
    assert 0 <= weighted(similarity(cosine), words, alpha) <= 1
    assert weighted(similarity(cosine), words, 1) == similarity(cosine)
    assert weighted(similarity(cosine), words, 0) == words
    assert weighted(1, 1, alpha) == pytest.approx(1)


@given(cosines, cosines, parts, parts, parts)
def test_a_better_part_makes_no_worse_score(one: float, other: float, words: float, more: float, alpha: float):
    low, high = sorted((one, other))
    least, most = sorted((words, more))
    assert similarity(low) <= similarity(high)
    assert weighted(similarity(low), least, alpha) <= weighted(similarity(high), most, alpha) + 1e-12


@given(parts, parts, parts)
def test_neither_side_is_preferred(one: float, other: float, alpha: float):
    assert weighted(one, other, alpha) == pytest.approx(weighted(other, one, 1 - alpha))


@given(ids, ids)
def test_ranks(one: list[UUID], other: list[UUID]):
    scores = by_rank(one, other)
    assert scores == pytest.approx(by_rank(other, one))
    assert set(scores) == {*one, *other}
    assert all(0 < score <= 1 for score in scores.values())
    alone = by_rank(one)
    assert sorted(alone, key=lambda each: -alone[each]) == one
    for each in set(one) & set(other):
        assert scores[each] > max(by_rank(one, [])[each], by_rank([], other)[each])


def test_the_first_of_both_is_the_best_there_can_be():
    first, second = UUID(int=1), UUID(int=2)
    assert by_rank([first, second], [first]) == {first: 1.0, second: pytest.approx(61 / 62 / 2)}


@given(st.lists(st.lists(st.integers()), max_size=4))
def test_interleaved_keeps_each_order_and_everything(rankings: list[list[int]]):
    tagged = [[(number, at, each) for at, each in enumerate(ranking)] for number, ranking in enumerate(rankings)]
    mixed = interleaved(*tagged)
    assert [[each for each in mixed if each[0] == number] for number in range(len(rankings))] == tagged
    assert [each[1] for each in mixed] == sorted(each[1] for each in mixed)
