"""The node that asks a person: what they are shown, and what is made of their answer."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.node_context import NodeContext
from treeline.workflows.engine.step import NodeFailed, Wait
from treeline.workflows.nodes.human_input import MOST_SECONDS, TIMEOUT, HumanInputNode, answered, read_answer

NODE = HumanInputNode()
APPROVE = {"id": "approve", "title": "Approve", "button_style": "primary"}
REJECT = {"id": "reject", "title": "Reject"}
FIELDS: list[dict[str, Any]] = [
    {"type": "text_input", "output_variable_name": "name", "required": True, "max_length": 5},
    {"type": "paragraph", "output_variable_name": "why"},
    {"type": "select", "output_variable_name": "color", "options": ["red", "blue"]},
    {"type": "number", "output_variable_name": "count"},
    {"type": "checkbox", "output_variable_name": "sure"},
]


def form_of(values: dict[str, Any] | None = None, **data: Any) -> Any:
    parsed = NODE.parse({"type": "human-input", "title": "Ask", "user_actions": [APPROVE, REJECT], **data})
    wait = asyncio.run(NODE.run(NodeContext({"llm": values or {}}), parsed))
    assert isinstance(wait, Wait)
    return wait.form


def test_a_text_has_values_in_it_and_places_for_fields():
    form = form_of({"text": "A draft"}, form_content="{{#llm.text#}}: {{#$outputs.why#}}{{#llm.none#}}", inputs=FIELDS)
    assert form["form_content"] == "A draft: {{#$outputs.why#}}"
    assert [each["output_variable_name"] for each in form["inputs"]] == ["name", "why", "color", "count", "sure"]
    assert [each["id"] for each in form["user_actions"]] == ["approve", "reject"]


def test_fields_begin_with_a_constant_or_what_a_variable_has():
    fields = [
        {"output_variable_name": "a", "default": {"type": "constant", "value": "x"}},
        {"output_variable_name": "b", "placeholder": {"type": "variable", "selector": ["llm", "text"]}},
        {"output_variable_name": "c", "default": {"type": "variable", "selector": ["llm", "nothing"]}},
        {"output_variable_name": "d", "type": "number", "default": {"type": "variable", "selector": ["llm", "count"]}},
        {"output_variable_name": "e"},
    ]
    form = form_of({"text": ["y", "z"], "count": 3}, inputs=fields)
    assert form["resolved_default_values"] == {"a": "x", "b": '["y", "z"]', "d": 3}


def test_options_may_come_from_a_variable():
    source = {"type": "variable", "selector": ["llm", "names"]}
    field = {"type": "select", "output_variable_name": "who", "option_source": source}
    form = form_of({"names": ["Ann", 7]}, inputs=[field])
    assert form["inputs"][0]["options"] == ["Ann", "7"]
    assert read_answer(form, "approve", {"who": "7"}) == ({"who": "7"}, [])


def test_it_reads_what_it_shows():
    fields = [{"output_variable_name": "a", "default": {"type": "variable", "selector": ["x", "y"]}}]
    data = NODE.parse({"type": "human-input", "form_content": "{{#b.c#}} {{#$outputs.a#}}", "inputs": fields})
    assert list(NODE.reads(data)) == [("b", "c"), ("x", "y")]


def test_without_buttons_nobody_could_answer():
    data = NODE.parse({"type": "human-input", "user_actions": None})
    assert [where for where, _ in NODE.missing(data)] == ["user_actions"]
    with pytest.raises(NodeFailed, match="no buttons"):
        asyncio.run(NODE.run(NodeContext(), data))


def test_what_stands_there_twice_is_a_problem():
    data = NODE.parse({"type": "human-input", "user_actions": [APPROVE, APPROVE, {"id": TIMEOUT}], "inputs": [{}]})
    assert [where for where, _ in NODE.problems(data)] == [
        "user_actions.1.id",
        "user_actions.2.id",
        "inputs.0.output_variable_name",
    ]


@pytest.mark.parametrize(
    ("timeout", "unit", "seconds"),
    [
        (36, "hour", 36 * 3600),
        (2, "day", 48 * 3600),
        (0.001, "hour", 4),
        (10**9, "day", MOST_SECONDS),
        (None, "", 129600),
    ],
)
def test_it_waits_for_as_long_as_it_says(timeout: Any, unit: str, seconds: int):
    assert form_of(timeout=timeout, timeout_unit=unit)["seconds"] == seconds


def test_all_that_is_wrong_with_an_answer_is_said_at_once():
    values, problems = read_answer(
        form_of(inputs=FIELDS), "perhaps", {"name": "too long", "color": "green", "count": "many", "more": 1}
    )
    assert "more" not in values
    assert [each["path"] for each in problems] == ["inputs.name", "inputs.color", "inputs.count", "action"]


anything = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2)
names = st.sampled_from([each["output_variable_name"] for each in FIELDS] + ["other", ""])


@given(st.dictionaries(names, anything), st.sampled_from(["approve", "reject", "", TIMEOUT, "other"]))
def test_what_is_taken_is_what_was_asked_for(given: dict[str, Any], action: str):
    """An answer is refused, or its outputs are the declared ones, of their types, and its handle is a button's."""
    data = NODE.parse({"type": "human-input", "user_actions": [APPROVE, REJECT], "inputs": FIELDS})
    values, problems = read_answer(form_of(inputs=FIELDS), action, given)
    if problems:
        return
    done = answered(values, action)
    assert done.handle in ("approve", "reject")
    assert set(done.outputs) == set(NODE.outputs(data))
    assert 1 <= len(done.outputs["name"]) <= 5
    assert done.outputs["color"] in (None, "", "red", "blue")
    assert done.outputs["count"] is None or isinstance(done.outputs["count"], int | float)
    assert done.outputs["sure"] in (None, True, False)


def test_time_has_a_branch_of_its_own():
    done = answered({}, None)
    assert (done.handle, done.outputs) == (TIMEOUT, {"__action_id": TIMEOUT})
    assert TIMEOUT in NODE.handles(NODE.parse({"type": "human-input"}))
