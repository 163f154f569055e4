"""Bad graphs, inputs and nodes: a clear reason that names the node and the setting, before anything is written."""

from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node, text_input
from treeline.kernel.web import FlaskApp

START = node("start", "start", variables=[])
CASES = [{"case_id": "one", "logical_operator": "and", "conditions": []}]


def between(*parts: dict[str, Any], output: str = "output") -> dict[str, Any]:
    """Start, the node `x`, and the end that reads it."""
    end = node("end", "end", outputs=[{"variable": "x", "value_selector": ["x", output]}])
    return graph(START, *parts, end, edge("start", "x"), edge("x", "end"))


def ended(builder: Builder, document: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    builder.save(document)
    return next(each["data"] for each in builder.try_it(**inputs) if each["event"] == "workflow_finished")


# Graphs

BAD_GRAPHS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "cyclic, dangling, unknown handles": (
        graph(
            START,
            node("branch", "if-else", cases=CASES),
            node("a", "template-transform", template="a", variables=[]),
            node("b", "template-transform", template="b", variables=[]),
            edge("start", "branch"),
            edge("branch", "a", "one"),
            edge("branch", "a", "two"),
            edge("a", "b"),
            edge("b", "a"),
            edge("b", "nowhere"),
        ),
        {
            "edges.2.sourceHandle": "one",
            "nodes.2": "cycle",
            "edges.5.target": "'nowhere'",
        },
    ),
    "without a root, the same id twice, no type": (
        graph(node("a", "end", outputs=[]), node("a", "end", outputs=[]), {"id": "b", "data": {}}),
        {"nodes": "start", "nodes.1.id": "'a'", "nodes.2.data.type": "type"},
    ),
    "through a wall": (
        graph(
            START,
            node("it", "iteration", iterator_selector=["start", "x"], output_selector=["in", "output"]),
            node("first", "iteration-start", parent="it"),
            node("in", "template-transform", template="a", variables=[], parent="it"),
            edge("start", "it"),
            edge("first", "in"),
            edge("start", "in"),
        ),
        {"edges.2": "wall"},
    ),
    "data of a wrong type": (
        between(node("x", "template-transform", template=["a"], variables={})),
        {"nodes.1.data.template": "x: ", "nodes.1.data.variables": "x: "},
    ),
    "no lists": (
        {"nodes": {}, "edges": "none"},
        {"nodes": "start", "edges": "a list of edges"},
    ),
    "1,001 nodes": (
        graph(START, *(node(f"n{at}", "end", outputs=[]) for at in range(1000))),
        {"nodes": "1,001"},
    ),
}


@pytest.mark.parametrize("name", BAD_GRAPHS)
def test_all_that_is_wrong_with_a_graph_is_said_at_publish_and_at_run(builder: Builder, name: str):
    document, wrong = BAD_GRAPHS[name]
    builder.save(document)
    for path, body in (("publish", {}), ("draft/run", {"inputs": {}})):
        reply = builder.person.post(f"{builder.path}/workflows/{path}", json=body)
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph"), reply.json
        found = {each["path"]: each for each in reply.json["details"] if each["severity"] == "error"}
        assert set(found) == set(wrong)
        for place, words in wrong.items():
            assert words in found[place]["message"] + found[place]["accepted"]
    assert builder.person.get(f"{builder.path}/workflow-runs").json["data"] == []
    assert builder.person.get(f"{builder.path}/workflows").json["items"] == []


BROKEN = {
    "type": (node("x", "time-machine"), "nodes.1.data.type"),
    "code": (
        node("x", "code", code="def main(:", code_language="python3", variables=[], outputs={}),
        "nodes.1.data.code",
    ),
    "template": (node("x", "template-transform", template="{% if %}", variables=[]), "nodes.1.data.template"),
    "tool": (node("x", "tool", provider_type="builtin", provider_id="time", tool_name=""), "nodes.1.data.tool_name"),
    "url": (node("x", "http-request", method="get", url="", headers="", params=""), "nodes.1.data.url"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_node_that_is_sure_to_fail_is_not_published(builder: Builder, name: str):
    broken, path = BROKEN[name]
    start, end = node("start", "start", variables=[]), node("end", "end", outputs=[])
    other = {**broken, "id": "y"}
    publish = f"{builder.path}/workflows/publish"
    # All at once; the draft can be tried, for another branch may be what one works on.
    builder.save(graph(start, broken, end, other, edge("start", "x"), edge("x", "end"), edge("start", "y")))
    reply = builder.person.post(publish, json={})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph"), reply.json
    wrong = {each["path"] for each in reply.json["details"] if each["severity"] == "error"}
    assert wrong == {path, path.replace("nodes.1.", "nodes.3.")}
    assert reply.json["message"].startswith("The workflow can't be published. ")
    # What nothing leads to, and what says how to go on, is a warning.
    handled = {**broken, "data": {**broken["data"], "error_strategy": "default-value", "default_value": []}}
    for parts in ([start, broken, end, edge("start", "end")], [start, handled, end, edge("start", "x")]):
        builder.save(graph(*parts))
        assert builder.person.post(publish, json={}).status_code == 200


# Inputs


def test_all_faults_of_the_inputs_are_in_one_reply(builder: Builder):
    fields = [
        text_input("name", required=True),
        text_input("short", max_length=3),
        text_input("age", type="number"),
        text_input("color", type="select", options=["red", "blue"]),
        text_input("sure", type="checkbox"),
        text_input("paper", type="file", allowed_file_types=["document"]),
        text_input("papers", type="file-list", max_length=1, allowed_file_types=["document"]),
    ]
    builder.publish(graph(node("start", "start", variables=fields)))
    paper = {"type": "document", "transfer_method": "remote_url", "url": "https://example.com/a.pdf"}
    bad = {"short": "four", "age": "old", "color": "green", "sure": "maybe", "paper": "no", "papers": [paper, paper]}
    reply = builder.program.post("/workflows/run", json={"inputs": bad, "user": "ann"})
    assert reply.status_code == 400
    assert [each["path"] for each in reply.json["details"]] == [f"inputs.{each['variable']}" for each in fields]
    assert builder.person.get(f"{builder.path}/workflow-runs?triggered_from=app-run").json["data"] == []


# Nodes: each reason begins with the node's title


def code(body: str, kind: str = "string", language: str = "python3") -> dict[str, Any]:
    main = f"def main():\n    {body}" if language == "python3" else f"function main() {{ {body} }}"
    outputs = {"output": {"type": kind, "children": None}}
    return between(node("x", "code", code=main, code_language=language, variables=[], outputs=outputs))


def http(url: str) -> dict[str, Any]:
    request = {"method": "get", "url": url, "headers": "", "params": "", "authorization": {"type": "no-auth"}}
    return between(node("x", "http-request", body={"type": "none", "data": []}, **request), output="body")


def template(text: str) -> dict[str, Any]:
    return between(node("x", "template-transform", template=text, variables=[]))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (code("while True: pass"), "CODE_EXECUTION_TIMEOUT"),
        (code("while (true) {}", language="javascript"), "CODE_EXECUTION_TIMEOUT"),
        (code("return {'output': 'x' * 10 ** 10}"), "64 MiB of memory"),
        (code("return {output: 'x'.repeat(1e9)}", language="javascript"), "64 MiB of memory"),
        (code("return main()"), "RecursionError"),
        (code("return {'output': open('/etc/passwd').read()}"), "Line 2: "),
        (code("return {output: require('fs')}", language="javascript"), "Line 1: "),
        (code("return {'output': 1}"), "output is integer 1; string is declared"),
        (code("return 'x'"), "an object with the outputs is accepted"),
        (code("return {'output': 'x' * 400001}"), "CODE_MAX_STRING_LENGTH"),
        (code("return {'output': [0] * 10001}", "array[number]"), "CODE_MAX_ARRAY_LENGTH"),
        (http("http://10.0.0.1/"), "NODE_ALLOWED_HOSTS"),
        (http("http://169.254.169.254/latest/meta-data"), "NODE_ALLOWED_HOSTS"),
        (http("http://[::1]:5432/"), "NODE_ALLOWED_HOSTS"),
        (http("file:///etc/passwd"), "http"),
        (template("{{ 'x' * 10 ** 9 }}"), "400,000"),
        (template("{% for a in range(9999) %}{{ 'x' * 100 }}{% endfor %}"), "TEMPLATE_TRANSFORM_MAX_LENGTH"),
    ],
)
def test_a_node_that_is_not_allowed_to_says_which_and_why(
    builder: Builder, flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch, document: dict[str, Any], words: str
):
    settings = flask_app.extensions["settings"].model_copy(update={"code_execution_timeout": 0.3})
    if "TIMEOUT" in words:
        monkeypatch.setitem(flask_app.extensions, "settings", settings)
    end = ended(builder, document)
    assert (end["status"], end["outputs"]) == ("failed", {})
    assert end["error"].startswith("x: ")
    assert words in end["error"]


@pytest.mark.parametrize(
    ("limit", "value"),
    [("workflow_max_values_size", 1024), ("workflow_max_execution_steps", 2)],
)
def test_a_run_over_a_limit_names_the_setting(
    builder: Builder, flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
):
    settings = flask_app.extensions["settings"].model_copy(update={limit: value})
    monkeypatch.setitem(flask_app.extensions, "settings", settings)
    end = ended(builder, template("{{ 'x' * 2000 }}"))
    assert end["status"] == "failed"
    assert limit.upper() in end["error"]


# What is sent


@pytest.mark.parametrize(
    "body",
    [
        {"graph": []},
        {"graph": {"nodes": [], "edges": []}, "environment_variables": [{"name": 1}]},
        {"graph": {"nodes": [], "edges": []}, "conversation_variables": [{"name": "x"}]},
    ],
)
def test_a_draft_of_wrong_types_is_not_saved(builder: Builder, alice: Person, body: dict[str, Any]):
    builder.save(HELLO)
    before = alice.get(f"{builder.path}/workflows/draft").json["hash"]
    reply = alice.post(f"{builder.path}/workflows/draft", json=body)
    assert reply.status_code == 400, reply.json
    assert alice.get(f"{builder.path}/workflows/draft").json["hash"] == before
