"""How good an answer is, in numbers; and questions out of files."""

import json
import math
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.evaluation.importing import of_file
from treeline.datasets.evaluation.judging import JUDGED, judge, percentile
from treeline.kernel.errors import InvalidInput

GRADES = st.lists(st.integers(1, 4), min_size=1, max_size=12)
RESULTS = st.lists(st.sets(st.integers(0, 11), max_size=2), max_size=15)


def of(results: list[set[int]], grades: list[int]) -> Any:
    known = dict(enumerate(grades))
    return judge([[each for each in one if each in known] for one in results], known)


def test_by_hand():
    judged = of([set(), {1}, {0}], [3, 1])
    best = 3 / math.log2(2) + 1 / math.log2(3)
    assert judged.ndcg == pytest.approx((1 / math.log2(3) + 3 / math.log2(4)) / best)
    assert (judged.recall, judged.reciprocal_rank, judged.grades) == (1.0, 0.5, (0, 1, 3))
    assert of([], [1]).ndcg == of([set()] * 10 + [{0}], [1]).recall == 0


def test_a_document_that_comes_twice_counts_once():
    assert of([{0}, {0}], [2, 2]).grades == (2, 0)
    assert of([{0}, {0}], [2, 2]).recall == 0.5


@given(RESULTS, GRADES)
def test_figures_are_shares(results: list[set[int]], grades: list[int]):
    judged = of(results, grades)
    assert all(0 <= each <= 1 for each in (judged.ndcg, judged.recall, judged.reciprocal_rank))
    found = {each for one in results[:JUDGED] for each in one if each < len(grades)}
    assert judged.recall == len(found) / len(grades)
    assert (judged.ndcg > 0) == (judged.reciprocal_rank > 0) == bool(found)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_no_order_is_better_than_the_best_first(grades: list[int]):
    scores = {order: of([{each} for each in order], grades).ndcg for order in permutations(range(len(grades)))}
    best = max(scores, key=lambda order: [grades[each] for each in order])
    assert scores[best] == pytest.approx(1.0) == max(scores.values())


@given(RESULTS, GRADES, st.integers(0, 11))
def test_one_more_right_answer_is_never_worse(results: list[set[int]], grades: list[int], more: int):
    before, after = of(results, grades), of([*results, {more}], grades)
    assert after.ndcg >= before.ndcg
    assert after.recall >= before.recall


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_percentiles_are_values(values: list[float]):
    for share in (0.5, 0.95):
        chosen = percentile(values, share)
        assert chosen in values
        assert sum(each <= chosen for each in values) >= share * len(values)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"]), min_size=1)


@given(st.dictionaries(TEXT, st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=5))
def test_both_forms_say_the_same(questions: dict[str, list[str]]):
    lines = [
        json.dumps({"question": question, "expected": [{"document": each, "grade": 2} for each in documents]})
        for question, documents in questions.items()
    ]
    quoted = [
        ",".join('"' + value.replace('"', '""') + '"' for value in (question, each, "2"))
        for question, documents in questions.items()
        for each in documents
    ]
    by_line = of_file("\n".join(lines).encode())
    by_row = of_file(("\ufeffQuestion,document,Grade\r\n" + "\r\n".join(quoted)).encode())
    assert [(each.content, [one for _, one in each.expected]) for each in by_line] == [
        (each.content, [one for _, one in each.expected]) for each in by_row
    ]


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (b"\xff\xfe", "file", "not_utf8"),
        (b"question,document\n", "file", "no_questions"),
        (b"what,where\na,b", "file", "csv_columns"),
        (b'question,document\na,b\nc,"d" e"\n', "line 3", "csv_invalid"),
        (b"question,document,grade\na,b,9", "line 2: expected[0].grade", "less_than_equal"),
        (b"question,document\na,\n", "line 2: expected[0]", "expected_names_nothing"),
        (b'{"question": "a", "expected": []}', "line 1: expected", "too_short"),
        (b'{"question": "a"}\n{"question": ', "line 1: expected", "missing"),
        (
            b'{"question": "a", "expected": [{"document": "x", "rank": 1}]}',
            "line 1: expected[0].rank",
            "extra_forbidden",
        ),
        (b'{"question": "a", "expected": [{"document": "x"}]}\n[]', "line 2", "model_type"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_line(data: bytes, path: str, kind: str):
    with pytest.raises(InvalidInput) as said:
        of_file(data)
    assert said.value.details
    assert (said.value.details[0]["path"], said.value.details[0]["type"]) == (path, kind)


def test_a_question_with_too_many_answers_is_turned_away():
    rows = "\n".join(f"a,document {number}" for number in range(51))
    with pytest.raises(InvalidInput, match="line 52: a question can have at most 50"):
        of_file(f"question,document\n{rows}".encode())
