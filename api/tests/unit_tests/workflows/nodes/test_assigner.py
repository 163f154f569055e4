from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.running import parse, run
from tests.unit_tests.workflows.samples import values
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed, Write
from treeline.workflows.engine.values import TYPES, fits
from treeline.workflows.nodes.node import Limits
from treeline.workflows.nodes.registry import node_of

X = ["conversation", "x"]
OPERATIONS = [
    *("over-write", "set", "clear", "append", "extend"),
    *("+=", "-=", "*=", "/=", "remove-first", "remove-last"),
]


def item(operation: str, value: Any = None, *, constant: bool = True, target: list[str] = X) -> dict[str, Any]:
    kind = "constant" if constant else "variable"
    return {"variable_selector": target, "input_type": kind, "operation": operation, "value": value}


def assign(old: Any, *items: dict[str, Any], declared: str | None = None, **more: Any) -> Any:
    """What x is afterwards."""
    data = {"type": "assigner", "version": "2", "items": list(items)}
    nodes = {"conversation": {"x": old, "y": 1}, "n": more}
    done = run(data, nodes, {"conversation.x": declared} if declared else {})
    written = {write.selector: write.value for write in done.writes}
    assert done.outputs == {selector[-1]: value for selector, value in written.items()}
    return written.get(tuple(X), old)


@pytest.mark.parametrize(
    ("old", "operation", "value", "declared", "new"),
    [
        ("a", "over-write", "b", "string", "b"),
        (None, "over-write", "b", None, "b"),
        ("a", "set", "b", None, "b"),
        ({}, "set", '{"a": 1}', "object", {"a": 1}),
        (1, "set", "2.5", "number", 2.5),
        (1, "set", 2.5, None, 2.5),
        (False, "set", "true", "boolean", True),
        ("a", "clear", None, None, ""),
        (5, "clear", None, "number", 0),
        (True, "clear", None, None, False),
        ({"a": 1}, "clear", None, None, {}),
        ([1], "clear", None, "array[number]", []),
        (None, "clear", None, None, None),
        ([1], "append", "2", "array[number]", [1, 2]),
        (["1"], "append", 2, "array[any]", ["1", 2]),
        (None, "append", "a", "array[string]", ["a"]),
        ([1], "append", "a", None, [1, "a"]),
        ([1], "extend", [2, 3], "array[number]", [1, 2, 3]),
        ([1], "extend", "[2]", "array[number]", [1, 2]),
        ([1, 2], "remove-first", None, None, [2]),
        ([1, 2], "remove-last", None, None, [1]),
        ([], "remove-last", None, None, []),
        (1, "+=", 2, "number", 3),
        (1, "-=", "2", None, -1),
        (2, "*=", 1.5, None, 3.0),
        (6, "/=", 3, None, 2.0),
        (None, "+=", 2, "number", 2),
        ("a", "over-write", None, "string", "a"),
    ],
)
def test_operations(old: Any, operation: str, value: Any, declared: str | None, new: Any):
    got = assign(old, item(operation, value), declared=declared)
    assert (got, type(got)) == (new, type(new))


@pytest.mark.parametrize(
    ("old", "operation", "value", "declared", "said"),
    [
        (1, "/=", 0, "number", "division by zero; any other number is accepted"),
        (1, "+=", "many", "number", 'the text "many" was given; a number is accepted'),
        ("a", "+=", 1, "string", 'the variable is the text "a"; a number is accepted'),
        (1e308, "*=", 10, None, "too large"),
        (10**308, "*=", 10.5, None, "too large"),
        (1, "over-write", "two", "number", 'the text "two" was given; a number is accepted'),
        ("a", "append", "b", None, 'the variable is the text "a"; an array is accepted'),
        ([1], "append", "a", "array[number]", 'the text "a" was given; a number is accepted'),
        ([1], "extend", 2, "array[number]", "integer 2 was given; an array is accepted"),
        ("a", "remove-first", None, None, "an array is accepted"),
        (None, "+=", 1, "array", "the variable would be integer 1; array is accepted"),
        (1, "add", 2, None, "accepted are over-write, set, clear, append"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_set(old: Any, operation: str, value: Any, declared: str, said: str):
    with pytest.raises(NodeFailed) as failed:
        assign(old, item("set", 5, target=["conversation", "y"]), item(operation, value), declared=declared)
    assert failed.value.message.startswith(f"Assignment 2 ({operation} conversation.x): ")
    assert said in failed.value.message


def test_a_variable_of_another_type_is_not_taken_for_one():
    for given_, said in (("3", 'the text "3" was given; number is accepted'), ([1], "an array was given")):
        with pytest.raises(NodeFailed, match=said):
            assign(1, item("over-write", ["n", "v"], constant=False), declared="number", v=given_)
    with pytest.raises(NodeFailed, match="an item of array"):
        assign(["a"], item("append", ["n", "v"], constant=False), declared="array[string]", v=1)


def test_items_go_in_order_and_each_sees_the_last():
    steps = [
        item("+=", 2),
        item("*=", X, constant=False),
        item("set", 7, target=["conversation", "y"]),
        item("-=", ["conversation", "y"], constant=False),
    ]
    assert assign(1, *steps) == 2


def test_null_is_not_assigned():
    assert assign(1, item("over-write", ["nobody", "v"], constant=False)) == 1
    assert assign(1, item("over-write", ["nobody", "v"], constant=False), item("+=", 1)) == 2


@pytest.mark.parametrize("target", [["sys", "query"], ["env", "key"], ["x"], []])
def test_only_variables_that_change_are_set(target: list[str]):
    with pytest.raises(NodeFailed, match="of the conversation or of the loop is accepted"):
        assign(1, item("set", 1, target=target))


def test_version_1_has_one_item_from_a_variable():
    data = {
        "type": "assigner",
        "assigned_variable_selector": X,
        "input_variable_selector": ["n", "v"],
        "write_mode": "append",
    }
    done = run(data, {"conversation": {"x": ["a"]}, "n": {"v": "b"}})
    assert done.writes == [Write(("conversation", "x"), ["a", "b"])]
    assert list(node_of("assigner").reads(parse(data))) == [("n", "v"), ("conversation", "x")]
    cleared = run({**data, "write_mode": "clear", "input_variable_selector": None}, {"conversation": {"x": ["a"]}})
    assert cleared.writes == [Write(("conversation", "x"), [])]


def test_what_a_conversation_keeps_has_a_limit():
    def set_to(text: str, name: str) -> Any:
        data = {"type": "assigner", "version": "2", "items": [item("set", text, target=[name, "x"])]}
        return run(data, {name: {"x": ""}}, {f"{name}.x": "string"}, Limits(variable_bytes=1000)).writes

    (write,) = set_to("x" * 900, "conversation")
    assert write.value == "x" * 900
    with pytest.raises(NodeFailed, match=r"conversation.x would be [\d,]+ bytes.*1,000 \(MAX_VARIABLE_SIZE\)"):
        set_to("é" * 600, "conversation")
    assert set_to("x" * 1100, "loop")


def test_files_can_be_kept():
    file = File("f", "image", "local_file")
    assert assign([], item("append", ["n", "v"], constant=False), declared="array[file]", v=file) == [file]


@given(values, st.sampled_from(OPERATIONS), values, st.sampled_from([*TYPES, None]), st.booleans())
def test_whatever_is_assigned_is_of_the_declared_type_or_is_refused(
    old: Any, operation: str, value: Any, declared: str | None, constant: bool
):
    old = old if declared is None or fits(old, declared) else None
    change = item(operation, value) if constant else item(operation, ["n", "v"], constant=False)
    try:
        new = assign(old, change, declared=declared, v=value)
    except NodeFailed as error:
        assert "accepted" in error.message or "too large" in error.message or "nested" in error.message  # noqa: PT017  either of two endings
    else:
        kind = "number" if declared in ("integer", "float") else declared
        assert kind is None or kind == "none" or fits(new, kind)
