from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.running import parse, run
from tests.unit_tests.workflows.samples import values
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.iteration import ContainerMark
from treeline.workflows.nodes.registry import KINDS, NODES, UnknownNodeType, node_of

PHOTO = File("f1", "image", "remote_url", "cat.png", ".png", "image/png", 20, "https://files.example/cat.png")
REPORT = File("f2", "document", "remote_url", "a.pdf", ".pdf", "application/pdf", 10, "https://files.example/a.pdf")


def test_types_are_found_by_name_and_unknown_ones_are_told_which_there_are():
    assert {kind: node.kind for kind, node in NODES.items()} == {kind: kind for kind in NODES}
    assert node_of("variable-assigner").kind == KINDS["variable-assigner"].kind == "variable-aggregator"
    with pytest.raises(UnknownNodeType, match='"teleport" is unknown; known are agent, answer, assigner, '):
        node_of("teleport")


@pytest.mark.parametrize("node", NODES.values(), ids=list(NODES))
def test_a_new_node_has_data_of_its_type_that_reads_nothing(node: Any):
    data = node.data.model_validate({"type": node.kind, **node.default})
    assert node.default or isinstance(node, ContainerMark)
    assert list(node.reads(data)) == []
    assert list(node.handles(data)) is not None
    assert dict(node.outputs(data)) is not None


# End and answer


def test_an_end_returns_what_it_names_and_null_for_what_is_missing():
    outputs = [
        {"variable": "a", "value_selector": ["n", "x"], "value_type": "Array[String]"},
        {"variable": "b", "value_selector": ["nobody", "x"]},
        {"variable": "c", "value_selector": None},
    ]
    data = {"type": "end", "outputs": outputs}
    assert run(data, {"n": {"x": ["1"]}}).outputs == {"a": ["1"], "b": None, "c": None}
    end = node_of("end")
    assert list(end.reads(parse(data))) == [("n", "x"), ("nobody", "x")]
    assert end.parts(parse(data)) == [("n", "x"), "\n", ("nobody", "x")]
    assert end.outputs(parse(data)) == {"a": "array[string]", "b": "any", "c": "any"}


def test_an_answer_is_for_people():
    data = {"type": "answer", "answer": "See {{#n.file#}}: {{#n.list#}} {{#n.none#}}{{#n.files#}}"}
    n = {"file": PHOTO, "list": ["a", {"b": True}], "none": None, "files": [REPORT]}
    assert run(data, {"n": n}).outputs == {
        "answer": 'See ![cat.png](https://files.example/cat.png): - a\n- {"b": true} '
        "[a.pdf](https://files.example/a.pdf)",
        "files": [PHOTO, REPORT],
    }
    answer = node_of("answer")
    assert list(answer.reads(parse(data))) == [("n", "file"), ("n", "list"), ("n", "none"), ("n", "files")]
    assert answer.parts(parse(data))[:2] == ("See ", ("n", "file"))


# If-else


def condition(operator: str, value: Any = None, selector: tuple[str, ...] = ("n", "x")) -> dict[str, Any]:
    return {"variable_selector": list(selector), "comparison_operator": operator, "value": value}


def case(case_id: str, *conditions: dict[str, Any], together: str = "and") -> dict[str, Any]:
    return {"case_id": case_id, "logical_operator": together, "conditions": list(conditions)}


@pytest.mark.parametrize(("x", "handle"), [("1", "one"), ("2", "small"), ("5", "false"), (None, "false")])
def test_the_first_case_that_holds_is_taken(x: Any, handle: str):
    cases = [case("one", condition("is", "1")), case("small", condition("<", "{{#n.limit#}}"))]
    data = {"type": "if-else", "cases": cases}
    done = run(data, {"n": {"x": x, "limit": 3}})
    assert (done.handle, done.outputs) == (handle, {"result": handle != "false", "selected_case_id": handle})
    assert node_of("if-else").handles(parse(data)) == ["one", "small", "false"]
    assert list(node_of("if-else").reads(parse(data))) == [("n", "x"), ("n", "limit")]


def test_before_there_were_cases_there_was_one_named_true():
    data = {"type": "if-else", "logical_operator": "or", "conditions": [condition("is", "1"), condition("is", "2")]}
    assert [run(data, {"n": {"x": x}}).handle for x in ("1", "2", "3")] == ["true", "true", "false"]
    assert node_of("if-else").handles(parse(data)) == ["true", "false"]
    assert run({"type": "if-else"}).handle == "false"


# Variable aggregator


def test_the_first_value_of_a_node_that_ran_and_is_not_null_is_taken():
    data = {"type": "variable-aggregator", "variables": [["skipped", "x"], ["n", "none"], ["n", "x"], ["n", "y"]]}
    assert run(data, {"n": {"none": None, "x": "", "y": 2}}).outputs == {"output": ""}
    assert run(data).outputs == {"output": None}


def test_groups_have_an_output_each():
    groups = [
        {"group_name": "a", "output_type": "string", "variables": [["n", "x"]]},
        {"group_name": "b", "variables": [["skipped", "x"], ["n", "y"]]},
    ]
    data = {
        "type": "variable-aggregator",
        "variables": [["n", "z"]],
        "advanced_settings": {"group_enabled": True, "groups": groups},
    }
    assert run(data, {"n": {"x": 1, "y": 2}}).outputs == {"a": {"output": 1}, "b": {"output": 2}}
    aggregator = node_of("variable-aggregator")
    assert list(aggregator.reads(parse(data))) == [("n", "x"), ("skipped", "x"), ("n", "y")]
    assert aggregator.outputs(parse(data)) == {"a": "object", "b": "object"}


# List operator


def pick(items: Any, **how: Any) -> Any:
    on = {name: {"enabled": True, **each} for name, each in how.items()}
    return run({"type": "list-operator", "variable": ["n", "x"], **on}, {"n": {"x": items, "two": 2}}).outputs


def filters_of(key: str, operator: str, value: Any) -> dict[str, Any]:
    return {"conditions": [{"key": key, "comparison_operator": operator, "value": value}]}


@pytest.mark.parametrize(
    ("items", "how", "result"),
    [
        ([3, 1, 2], {}, [3, 1, 2]),
        (None, {}, []),
        ([3, 1, 2], {"filter_by": filters_of("", "≥", "{{#n.two#}}")}, [3, 2]),
        ([PHOTO, REPORT], {"filter_by": filters_of("type", "in", ["image"])}, [PHOTO]),
        ([{"a": "x"}, {}], {"filter_by": filters_of("a", "is", "x")}, [{"a": "x"}]),
        ([3, 1, 2], {"extract_by": {"serial": "{{#n.two#}}"}}, [1]),
        ([3, 1, 2], {"order_by": {"value": "desc"}}, [3, 2, 1]),
        ([PHOTO, REPORT], {"order_by": {"key": "size", "value": "asc"}}, [REPORT, PHOTO]),
        (["b", None, 2, "a", {}, True], {"order_by": {"value": "asc"}}, [True, 2, "a", "b", None, {}]),
        ([3, 1, 2], {"limit": {"size": 2}}, [3, 1]),
        ([3, 1, 2], {"limit": {"size": -1}}, [3, 1, 2]),
        ([4, 3, 1, 2], {"filter_by": filters_of("", "<", 4), "order_by": {}, "limit": {"size": 2}}, [1, 2]),
        ([4, 3, 2], {"filter_by": filters_of("", "<", 4), "extract_by": {"serial": 1}, "limit": {"size": 2}}, [3]),
    ],
)
def test_an_array_is_filtered_taken_from_ordered_and_cut_off(items: Any, how: dict[str, Any], result: list[Any]):
    outputs = pick(items, **how)
    first, last = (result[0], result[-1]) if result else (None, None)
    assert outputs == {"result": result, "first_record": first, "last_record": last}


@pytest.mark.parametrize(
    ("items", "how", "said"),
    [
        ("abc", {}, 'the text "abc" was given to filter; an array is accepted'),
        ([1, 2], {"extract_by": {"serial": "3"}}, 'extract is "3", but a number from 1 to 2 is accepted'),
        ([1, 2], {"extract_by": {"serial": "0"}}, "from 1 to 2"),
        ([1, 2], {"extract_by": {"serial": "first"}}, "from 1 to 2"),
        ([], {"extract_by": {"serial": "1"}}, "there are no items"),
        ([{}], {"filter_by": filters_of("", "start with", "a")}, "Filter 1 \\(item\\): an object was given; a text"),
    ],
)
def test_what_cannot_be_done_with_an_array_is_named(items: Any, how: dict[str, Any], said: str):
    with pytest.raises(NodeFailed, match=said):
        pick(items, **how)


@given(st.lists(values, max_size=6), st.sampled_from(["asc", "desc"]), st.sampled_from(["", "size", "a"]))
def test_anything_can_be_ordered(items: list[Any], direction: str, key: str):
    assert len(pick(items, order_by={"key": key, "value": direction})["result"]) == len(items)


def test_what_a_list_operator_reads():
    data = {
        "type": "list-operator",
        "variable": ["n", "x"],
        "filter_by": {"enabled": True, **filters_of("", "is", "{{#a.b#}}")},
        "extract_by": {"enabled": False, "serial": "{{#c.d#}}"},
    }
    assert list(node_of("list-operator").reads(parse(data))) == [("n", "x"), ("a", "b")]


# Containers


def test_what_containers_read_and_give():
    loop = {
        "type": "loop",
        "loop_variables": [
            {"label": "total", "var_type": "number", "value_type": "variable", "value": ["n", "x"]},
            {"label": "list", "var_type": "Array[String]", "value_type": "constant", "value": "[]"},
        ],
        "break_conditions": [condition(">", 3, ("me", "total"))],
    }
    assert list(node_of("loop").reads(parse(loop))) == [("n", "x"), ("me", "total")]
    assert node_of("loop").outputs(parse(loop)) == {
        "total": "number",
        "list": "array[string]",
        "loop_round": "integer",
    }
    iteration = {"type": "iteration", "iterator_selector": ["n", "x"], "output_selector": ["inner", "y"]}
    assert list(node_of("iteration").reads(parse(iteration))) == [("n", "x")]


# What is said before anything runs

WRONG_IMAGE = {
    "variable_selector": ["n", "x"],
    "comparison_operator": "is",
    "sub_variable_condition": {"conditions": [{"key": "type", "comparison_operator": "like"}]},
}


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (
            {"type": "if-else", "cases": [case("a", condition("is")), case("b", condition("like"), together="xor")]},
            ["cases.1.logical_operator", "cases.1.conditions.0.comparison_operator"],
        ),
        ({"type": "if-else", "conditions": [condition("like")]}, ["conditions.0.comparison_operator"]),
        (
            {"type": "if-else", "conditions": [WRONG_IMAGE]},
            [
                "conditions.0.comparison_operator",
                "conditions.0.sub_variable_condition.conditions.0.comparison_operator",
            ],
        ),
        (
            {"type": "loop", "break_conditions": [condition("like")]},
            ["break_conditions.0.comparison_operator"],
        ),
        (
            {"type": "list-operator", "filter_by": {"enabled": True, "conditions": [{"comparison_operator": "like"}]}},
            ["filter_by.conditions.0.comparison_operator"],
        ),
        ({"type": "assigner", "items": [{"operation": "set"}, {"operation": "add"}]}, ["items.1.operation"]),
        (
            {"type": "assigner", "assigned_variable_selector": ["conversation", "x"], "write_mode": "add"},
            ["write_mode"],
        ),
        ({"type": "code", "code": "import requests\ndef main():\n    yield 1"}, ["code", "code"]),
        ({"type": "code", "code_language": "javascript", "code": "function main( {"}, ["code"]),
        ({"type": "template-transform", "template": "\n{% if %}"}, ["template"]),
    ],
)
def test_what_would_fail_is_said_when_it_is_saved(data: dict[str, Any], paths: list[str]):
    found = list(node_of(data["type"]).problems(parse(data)))
    assert [path for path, _ in found] == paths
    assert all(message for _, message in found)


@pytest.mark.parametrize("node", NODES.values(), ids=list(NODES))
def test_a_new_node_has_no_problems(node: Any):
    assert list(node.problems(node.data.model_validate({"type": node.kind, **node.default}))) == []
