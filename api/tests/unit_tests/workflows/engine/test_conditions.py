from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.samples import files, texts, values
from treeline.workflows.engine.conditions import OPERATORS, Condition, holds, reads
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.engine.values import File

PHOTO = File("f1", "image", "local_file", "cat.png", ".png", "image/png", 2048)
REPORT = File("f2", "document", "remote_url", "report.pdf", ".pdf", "application/pdf", 10)
FOR_NULL = {"empty", "null", "not exists", "not contains", "not in"}


def scope(value: Any, **more: Any) -> Scope:
    top = Scope()
    top.set("n", {"x": value, **more})
    return top


def check(actual: Any, operator: str, expected: Any = None, **more: Any) -> bool:
    condition = Condition(variable_selector=["n", "x"], comparison_operator=operator, value=expected, **more)
    return holds([condition], "and", scope(actual))


@given(values, st.sampled_from([*OPERATORS, "like", ""]), values)
def test_any_operator_on_anything_answers_or_says_what_is_accepted(actual: Any, operator: str, expected: Any):
    try:
        assert isinstance(check(actual, operator, expected), bool)
    except NodeFailed as error:
        known = "Condition 1 (n.x): " in error.message and "accepted" in error.message
        assert (known, error.type) == (True, "invalid_condition")  # noqa: PT017  either of two endings


@given(st.sampled_from(list(OPERATORS)), values)
def test_null_answers_without_a_look_at_what_it_is_compared_with(operator: str, expected: Any):
    assert check(None, operator, expected) == (operator in FOR_NULL)


@given(values, st.sampled_from(["contains", "is", "in", "empty", "null", "exists"]), values)
def test_the_opposite_is_the_opposite(actual: Any, operator: str, expected: Any):
    opposite = {"is": "is not"}.get(operator, f"not {operator}")
    with suppress(NodeFailed):
        if actual is not None:
            assert check(actual, operator, expected) != check(actual, opposite, expected)


# The obvious, by type of what is looked at.
TEXTS = {
    "contains": lambda a, b: b in a,
    "not contains": lambda a, b: b not in a,
    "start with": lambda a, b: a[: len(b)] == b,
    "end with": lambda a, b: b == "" or a[-len(b) :] == b,
    "is": lambda a, b: a == b,
    "is not": lambda a, b: a != b,
    "empty": lambda a, b: a == "",
    "not empty": lambda a, b: a != "",
    "null": lambda a, b: False,
    "exists": lambda a, b: True,
}
NUMBERS = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "≥": lambda a, b: a >= b,
    "≤": lambda a, b: a <= b,
    "is": lambda a, b: a == b,
    "is not": lambda a, b: a != b,
    "empty": lambda a, b: False,
    "not null": lambda a, b: True,
}
small = st.text(st.sampled_from("aAb"), max_size=4)


@given(small, st.sampled_from(sorted(TEXTS)), small)
def test_texts_against_the_table(actual: str, operator: str, expected: str):
    assert check(actual, operator, expected) == TEXTS[operator](actual, expected)


cents = st.integers(-300, 300)


@given(cents, st.sampled_from(sorted(NUMBERS)), cents, st.booleans(), st.booleans())
def test_numbers_against_the_table(a: int, operator: str, b: int, as_text: bool, written_long: bool):
    """As numbers or as texts of them, in cents that no float holds."""
    left = a / 100
    right = f"{Decimal(b) / 100}{'0' if written_long and b % 100 else ''}" if as_text else b / 100
    assert check(left, operator, right) == NUMBERS[operator](a, b)


@given(st.lists(small | st.integers(0, 3), max_size=4), st.lists(small, max_size=3))
def test_arrays_against_the_table(actual: list[Any], expected: list[str]):
    written = {str(item) for item in actual}
    assert check(actual, "all of", expected) == set(expected).issubset(written)
    for each in expected:
        assert check(actual, "contains", each) == (each in written)
        assert check(each, "in", actual) == (each in written)


@pytest.mark.parametrize(
    ("actual", "operator", "expected", "answer"),
    [
        ("Hello", "contains", "hello", False),
        ("5", "=", 5, True),
        (" 5.0 ", "=", "5", True),
        (0.1, "=", "0.1", True),
        (1e300, ">", "1e299", True),
        (10**300, "=", f"1{'0' * 300}", True),
        ("5.0", "is", "5", False),
        (5.0, "is", "5", True),
        (True, "is", "True", True),
        (True, "is", False, False),
        (False, "is not", "true", True),
        (False, "empty", None, False),
        (0, "empty", None, False),
        ([], "empty", None, True),
        ({}, "empty", None, True),
        ([None], "not empty", None, True),
        ("b", "in", '["a", "b"]', True),
        (3, "in", ["1", "3.0"], True),
        ([1, 2.0], "contains", "2", True),
        ([{"a": 1}], "contains", "a", False),
        (["a", "b"], "all of", [], True),
        ("x", ">=", "1", NodeFailed),
        (2, ">=", "1", True),
        (2, "!=", "2", False),
        ("abc", ">", 1, NodeFailed),
        (1, ">", "", NodeFailed),
        (1, ">", None, NodeFailed),
        (True, "=", 1, NodeFailed),
        ({}, "contains", "a", NodeFailed),
        ([1], "start with", "1", NodeFailed),
        ("a", "in", "a", NodeFailed),
        ("a", "in", {"a": 1}, NodeFailed),
        ("a", "all of", ["a"], NodeFailed),
        (PHOTO, "is", "cat.png", NodeFailed),
        (PHOTO, "exists", None, True),
    ],
)
def test_what_people_notice(actual: Any, operator: str, expected: Any, answer: Any):
    if answer is NodeFailed:
        with pytest.raises(NodeFailed):
            check(actual, operator, expected)
    else:
        assert check(actual, operator, expected) == answer


def test_a_failure_says_which_condition_what_was_given_and_what_is_accepted():
    conditions = [
        Condition(variable_selector=["n", "x"], comparison_operator="empty"),
        Condition(variable_selector=["n", "y"], comparison_operator="≥", value="{{#n.z#}}"),
    ]
    with pytest.raises(NodeFailed) as failed:
        holds(conditions, "or", scope("a", y=3, z="many"))
    assert failed.value.message == ('Condition 2 (n.y): it is compared with the text "many"; a number is accepted.')
    with pytest.raises(NodeFailed, match='"xor" is unknown; accepted are "and" and "or"'):
        holds(conditions, "xor", scope("a"))
    with pytest.raises(NodeFailed, match='the operator "like" is unknown; accepted are "contains", "not contains"'):
        check(None, "like")


def test_what_decides_ends_the_search():
    wrong = Condition(variable_selector=["n", "x"], comparison_operator="like")
    yes = Condition(variable_selector=["n", "x"], comparison_operator="exists")
    no = Condition(variable_selector=["n", "x"], comparison_operator="null")
    assert (holds([yes, wrong], "or", scope(1)), holds([no, wrong], "and", scope(1))) == (True, False)
    assert (holds([yes, no], "and", scope(1)), holds([no, yes], "OR", scope(1))) == (False, True)


@pytest.mark.parametrize("operator", ["and", "or", None])
def test_no_conditions_never_hold(operator: str | None):
    assert not holds([], operator, Scope())


def test_a_value_may_name_variables():
    condition = Condition(variable_selector=["n", "x"], comparison_operator="in", value=["{{#n.a#}}", "c"])
    assert holds([condition], "and", scope("b", a="b"))
    assert reads([condition, condition]) == [("n", "x"), ("n", "a")]
    assert reads([Condition()]) == []


def on_files(*tests: tuple[str, str, Any], together: str = "and") -> dict[str, Any]:
    of = [{"key": key, "comparison_operator": operator, "value": value} for key, operator, value in tests]
    return {"sub_variable_condition": {"logical_operator": together, "conditions": of}}


IMAGE = on_files(("type", "in", ["image"]))


@pytest.mark.parametrize(
    ("actual", "operator", "more", "answer"),
    [
        ([PHOTO, REPORT], "contains", IMAGE, True),
        ([PHOTO, REPORT], "not contains", IMAGE, False),
        ([PHOTO, REPORT], "all of", IMAGE, False),
        ([PHOTO], "all of", IMAGE, True),
        ([], "contains", IMAGE, False),
        (REPORT, "contains", IMAGE, False),
        (None, "contains", IMAGE, False),
        (None, "not contains", IMAGE, True),
        ([PHOTO], "contains", on_files(("size", ">", "2000"), ("name", "end with", ".png")), True),
        ([PHOTO], "contains", on_files(("size", "<", "2000"), ("extension", "is", ".png"), together="or"), True),
        ([PHOTO], "contains", on_files(("url", "not exists", None)), True),
        ([PHOTO], "is", IMAGE, NodeFailed),
        (["a"], "contains", IMAGE, NodeFailed),
        ([PHOTO], "contains", on_files(("name", ">", 1)), NodeFailed),
        ([PHOTO], "contains", on_files(("name", "is", 1), together="nor"), NodeFailed),
    ],
)
def test_conditions_of_files(actual: Any, operator: str, more: dict[str, Any], answer: Any):
    if answer is NodeFailed:
        with pytest.raises(NodeFailed):
            check(actual, operator, **more)
    else:
        assert check(actual, operator, **more) == answer


@given(st.lists(files, max_size=3), st.sampled_from(list(OPERATORS)), st.sampled_from(list(OPERATORS)), texts)
def test_conditions_of_files_end_with_an_answer_or_a_reason(actual: list[File], outer: str, inner: str, value: str):
    try:
        check(actual, outer, **on_files(("name", inner, value), ("size", inner, value)))
    except NodeFailed as error:
        assert "accepted" in error.message or "go with" in error.message  # noqa: PT017  either of two endings
