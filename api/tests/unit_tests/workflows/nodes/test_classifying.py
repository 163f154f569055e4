"""The nodes question-classifier and parameter-extractor, against a scripted provider over a real socket."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.model_server import ModelServer
from tests.node_context import NodeContext, failure, run
from tests.node_models import CHOICE, Remembered, ScriptedModels
from treeline.workflows.nodes.parameter_extractor import TOOL, ParameterExtractorNode
from treeline.workflows.nodes.question_classifier import QuestionClassifierData, QuestionClassifierNode

CLASSIFIER, EXTRACTOR = QuestionClassifierNode(), ParameterExtractorNode()
CLASSES = [
    {"id": "1711", "name": "Billing"},
    {"id": "2", "name": "Shipping {{#n.more#}}"},
    {"id": "3", "name": "Other"},
]
CLASSIFY: dict[str, Any] = {"model": CHOICE, "query_variable_selector": ["n", "q"], "classes": CLASSES}
PARAMETERS = [
    {"name": "city", "type": "string", "description": "Where", "required": True},
    {"name": "days", "type": "number"},
    {"name": "sure", "type": "bool"},
    {"name": "tags", "type": "array[string]"},
    {"name": "kind", "type": "select", "options": ["a", "b"]},
]
EXTRACT: dict[str, Any] = {"model": CHOICE, "query": ["n", "q"], "parameters": PARAMETERS}


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def server(running: ModelServer) -> ModelServer:
    running.forget()
    return running


def context(server: ModelServer, q: str = 'My "invoice"', memory: Any = ()) -> NodeContext:
    return NodeContext({"n": {"q": q, "more": "& co"}}, models=ScriptedModels(server), memory=Remembered(memory))


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ('{"category_id": "1711", "category_name": "Billing"}', "1711"),
        ('```json\n{"category_id": 2}\n```', "2"),
        ('{"category_name": "billing"}', "1711"),
        ("Shipping & co", "2"),
        ('"1711"', "1711"),
        ("I don't know", "3"),
        ('{"category_id": "99"}', "3"),
        ("[]", "3"),
        ("<think>Billing</think>2", "2"),
    ],
)
def test_a_class_is_chosen(server: ModelServer, said: str, chosen: str):
    server.answer(said)
    done = run(CLASSIFIER, context(server), **CLASSIFY, instruction="Mind {{#n.more#}}.")
    assert (done.handle, done.outputs["class_id"]) == (chosen, chosen)
    assert done.outputs["usage"]["total_tokens"] > 0
    (system, told), (_, question) = server.requests[0].turns
    assert system == "system"
    assert told.endswith("Mind & co.")
    assert json.loads(question)["text"] == 'My "invoice"'
    assert json.loads(question)["categories"][1] == {"id": "2", "name": "Shipping & co"}


def test_classes_are_the_handles(server: ModelServer):
    data = QuestionClassifierData.model_validate({"type": CLASSIFIER.kind, **CLASSIFY})
    assert list(CLASSIFIER.handles(data)) == ["1711", "2", "3"]
    assert set(CLASSIFIER.reads(data)) == {("n", "q"), ("n", "more")}
    assert failure(CLASSIFIER, context(server), model=CHOICE, classes=[]).type == "no_classes"


def test_memory_helps(server: ModelServer):
    memory = {"window": {"enabled": True, "size": 1}}
    run(CLASSIFIER, context(server, memory=(("newer", "x"), ("older", "y"))), **CLASSIFY, memory=memory)
    assert [text for _, text in server.requests[0].turns][1:3] == ["newer", "x"]


FOUND = {"city": "Rome", "days": "3", "sure": "true", "tags": ["x"], "kind": "a"}
READ = {"city": "Rome", "days": 3, "sure": True, "tags": ["x"], "kind": "a", "__is_success": 1, "__reason": None}


@pytest.mark.parametrize(("mode", "as_text"), [("function_call", False), ("function_call", True), ("prompt", True)])
def test_parameters_are_read(server: ModelServer, mode: str, as_text: bool):
    if as_text:
        server.answer(f"Here: {json.dumps(FOUND)}")
    else:
        server.call_tool(TOOL, FOUND)
    done = run(EXTRACTOR, context(server, "Rome"), **EXTRACT, reasoning_mode=mode)
    assert {name: value for name, value in done.outputs.items() if name != "__usage"} == READ
    assert done.outputs["__usage"]["total_tokens"] > 0
    assert ("tools" in server.requests[0].body) == (mode == "function_call")
    assert server.requests[0].turns[-1] == ("user", "<text>\nRome\n</text>")


@pytest.mark.parametrize(
    ("found", "values", "reason"),
    [
        ({"city": None}, {"city": "", "days": 0, "sure": False, "tags": [], "kind": ""}, "city is required"),
        ({"city": "R", "days": "many"}, {"city": "R", "days": 0}, "days"),
        ({"city": "R", "kind": "c"}, {"kind": ""}, "kind: c is not one of a, b"),
        ({"city": ["R"], "tags": "one"}, {"city": '["R"]', "tags": ["one"]}, None),
        ("none", {"city": ""}, "no JSON object"),
    ],
)
def test_what_is_missing_or_wrong_is_said(server: ModelServer, found: Any, values: dict[str, Any], reason: str | None):
    server.call_tool(TOOL, found if isinstance(found, dict) else "none")
    outputs = run(EXTRACTOR, context(server), **EXTRACT).outputs
    assert {name: outputs[name] for name in values} == values
    assert outputs["__is_success"] == (0 if reason else 1)
    assert (reason or "") in (outputs["__reason"] or "")


def test_bad_parameters(server: ModelServer):
    assert failure(EXTRACTOR, context(server), model=CHOICE, parameters=[]).type == "no_parameters"
    for wrong in ({"name": "__reason"}, {"name": "a", "type": "file"}, {"name": "a", "type": "colour"}):
        with pytest.raises(ValidationError, match=r"reserved|no type"):
            run(EXTRACTOR, context(server), **{**EXTRACT, "parameters": [wrong]})
