from typing import Any

import pytest

from tests.unit_tests.workflows.running import parse, run
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.start import read_inputs

PHOTO = File("f1", "image", "local_file", "a.PNG", ".PNG")
REPORT = File("f2", "document", "remote_url", "a.pdf", ".pdf")


def start(*variables: dict[str, Any]) -> dict[str, Any]:
    return {"type": "start", "variables": list(variables)}


def read(variable: dict[str, Any], given: Any) -> tuple[Any, list[str]]:
    """The value, and the codes of what is wrong."""
    values, problems = read_inputs(parse(start({"variable": "x", **variable})), {"x": given})
    return values["x"], [problem["type"] for problem in problems]


@pytest.mark.parametrize(
    ("variable", "given", "value"),
    [
        ({"type": "text-input"}, "hi", "hi"),
        ({"type": "text-input"}, "a\0b", "a\ufffdb"),
        ({"type": "text-input"}, "", ""),
        ({"type": "text-input"}, None, None),
        ({"type": "text-input", "default": "d"}, None, "d"),
        ({"type": "paragraph", "default": "d"}, "", "d"),
        ({"type": "text-input", "max_length": 2}, "ab", "ab"),
        ({"type": "text-input", "max_length": ""}, "abc", "abc"),
        ({"type": "number"}, "3", 3),
        ({"type": "number"}, "", None),
        ({"type": "number", "required": True}, 0, 0),
        ({"type": "checkbox", "required": True}, False, False),
        ({"type": "select", "options": ["1", "2"]}, 1, "1"),
        ({"type": "select", "options": ["1"]}, None, None),
        ({"type": "json_object"}, '{"a": 1}', {"a": 1}),
        ({"type": "file", "allowed_file_types": ["image"]}, PHOTO, PHOTO),
        ({"type": "file", "allowed_file_types": ["custom"], "allowed_file_extensions": ["png"]}, PHOTO, PHOTO),
        ({"type": "file-list", "max_length": 2}, [PHOTO, REPORT], [PHOTO, REPORT]),
        ({"type": "file-list"}, None, None),
        ({"type": "of another version"}, {"any": 1}, {"any": 1}),
    ],
)
def test_an_input_is_read_as_what_it_is_declared(variable: dict[str, Any], given: Any, value: Any):
    assert read(variable, given) == (value, [])


@pytest.mark.parametrize(
    ("variable", "given", "code"),
    [
        ({"type": "text-input", "required": True}, None, "required"),
        ({"type": "text-input", "required": True}, "", "required"),
        ({"type": "file-list", "required": True}, [], "required"),
        ({"type": "text-input", "max_length": 2}, "abc", "too_long"),
        ({"type": "text-input"}, {"a": 1}, "wrong_type"),
        ({"type": "number"}, "three", "wrong_type"),
        ({"type": "select", "options": ["1", "2"]}, "3", "not_an_option"),
        ({"type": "json_object"}, "[1]", "wrong_type"),
        ({"type": "file"}, {"dify_model_identity": "__dify__file__", "related_id": "somebody's"}, "wrong_type"),
        ({"type": "file", "allowed_file_types": ["image"]}, REPORT, "wrong_file"),
        ({"type": "file", "allowed_file_types": ["custom"], "allowed_file_extensions": [".pdf"]}, PHOTO, "wrong_file"),
        ({"type": "file", "allowed_file_upload_methods": ["local_file"]}, REPORT, "wrong_file_source"),
        ({"type": "file-list", "max_length": 1}, [PHOTO, PHOTO], "too_long"),
    ],
)
def test_what_an_input_may_not_be_is_named(variable: dict[str, Any], given: Any, code: str):
    assert read(variable, given)[1] == [code]


def test_all_faults_are_named_at_once_and_what_is_not_declared_is_left_out():
    data = start(
        {"variable": "name", "label": "Your name", "type": "text-input", "required": True},
        {"variable": "age", "type": "number"},
        {"variable": "mood", "type": "select", "options": ["good", "bad"]},
        {"variable": "fine", "type": "text-input"},
    )
    given = {"age": "old", "mood": "so-so", "fine": "ok", "more": 1}
    values, problems = read_inputs(parse(data), given)
    assert list(values) == ["name", "age", "mood", "fine"]
    assert [(problem["path"], problem["message"]) for problem in problems] == [
        ("inputs.name", "Your name is required."),
        ("inputs.age", 'age: the text "old" was given; a number is accepted.'),
        ("inputs.mood", "mood is none of the options; accepted are: good, bad."),
    ]
    with pytest.raises(NodeFailed, match=r"Your name is required\. age: "):
        run(data, {"me": given})


def test_the_inputs_are_the_outputs():
    data = start({"variable": "age", "type": "number"})
    assert run(data, {"me": {"age": "3", "more": 1}}).outputs == {"age": 3}
    assert run(data).outputs == {"age": None}
