"""Workflows run: what clients are told, what is stored, and what they get who ask later."""

from typing import Any

import pytest

from tests.answers import events_in
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node, text_input


def named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event["data"] for event in events if event["event"] == name]


def test_it_works(builder: Builder):
    version = builder.publish(HELLO)
    events = builder.run({"name": "Ann", "unknown": 1})
    assert [event["event"] for event in events] == [
        "workflow_started",
        *(["node_started", "node_finished"] * 2),
        # As soon as it is known, not at the end.
        "text_chunk",
        "node_started",
        "node_finished",
        "workflow_finished",
    ]
    (started,), (finished,) = named(events, "workflow_started"), named(events, "workflow_finished")
    assert started["inputs"] | {"sys.timestamp": 0} == {
        "name": "Ann",
        "sys.files": [],
        "sys.user_id": "ann",
        "sys.app_id": builder.app_id,
        "sys.workflow_id": version,
        "sys.workflow_run_id": started["id"],
        "sys.timestamp": 0,
    }
    assert (finished["status"], finished["outputs"], finished["error"]) == ("succeeded", {"text": "Hello Ann!"}, None)
    assert (finished["total_steps"], finished["exceptions_count"], finished["workflow_id"]) == (3, 0, version)
    assert all(event["task_id"] == event["workflow_run_id"] == started["id"] for event in events)
    # Programs are not told what nodes work with.
    assert all(each["inputs"] is None and each["outputs"] is None for each in named(events, "node_finished"))


def test_its_steps_are_stored(builder: Builder):
    builder.save(HELLO)
    events = builder.try_it(name="Ann")
    assert [each["outputs"] for each in named(events, "node_finished")] == [
        {"name": "Ann"},
        {"output": "Hello Ann!"},
        {"text": "Hello Ann!"},
    ]
    runs = builder.person.get(f"{builder.path}/workflow-runs").json
    (run,) = runs["data"]
    assert (run["status"], run["triggered_from"], run["total_steps"], run["version"]) == (
        "succeeded",
        "debugging",
        3,
        "draft",
    )
    detail = builder.person.get(f"{builder.path}/workflow-runs/{run['id']}").json
    assert (detail["outputs"], detail["inputs"]["name"], detail["graph"]) == ({"text": "Hello Ann!"}, "Ann", HELLO)
    steps = builder.person.get(f"{builder.path}/workflow-runs/{run['id']}/node-executions").json["data"]
    assert [(step["node_id"], step["predecessor_node_id"], step["status"]) for step in steps] == [
        ("start", None, "succeeded"),
        ("greet", "start", "succeeded"),
        ("end", "greet", "succeeded"),
    ]
    assert steps[1]["inputs"] == {"start.name": "Ann"}
    ids = {each["id"] for each in named(events, "node_finished")}
    assert {step["id"] for step in steps} == ids
    counts = builder.person.get(f"{builder.path}/workflow-runs/count?time_range=7d").json
    assert (counts["total"], counts["succeeded"]) == (1, 1)


def test_a_program_waits_for_the_whole(builder: Builder):
    builder.publish(HELLO)
    run_id = builder.run({"name": "Ann"})[0]["task_id"]
    whole = builder.program.get(f"/workflows/run/{run_id}").json
    assert (whole["status"], whole["outputs"], whole["total_steps"]) == ("succeeded", {"text": "Hello Ann!"}, 3)
    logged = builder.program.get("/workflows/logs").json["data"]
    assert [each["workflow_run"]["id"] for each in logged] == [run_id]
    assert logged[0]["created_by_end_user"]["session_id"] == "ann"


def test_all_that_is_wrong_with_the_inputs_is_said_at_once(builder: Builder):
    number = text_input("age", type="number", required=True)
    builder.publish(graph(node("start", "start", variables=[text_input("name", required=True), number])))
    reply = builder.program.post("/workflows/run", json={"inputs": {"age": "old"}, "user": "ann"})
    assert reply.status_code == 400
    assert [each["path"] for each in reply.json["details"]] == ["inputs.name", "inputs.age"]


def test_a_graph_that_cannot_run_is_not_published(builder: Builder):
    loop = graph(*HELLO["nodes"], *HELLO["edges"], edge("end", "greet"), edge("end", "nowhere"))
    builder.save(loop)
    reply = builder.person.post(f"{builder.path}/workflows/publish", json={})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph")
    assert len(reply.json["details"]) >= 2
    assert (
        builder.person.post(f"{builder.path}/workflows/draft/run", json={"inputs": {}}).json["code"] == "invalid_graph"
    )


def test_a_node_that_fails_ends_the_run_unless_it_says_what_to_do(builder: Builder):
    def dividing(**more: Any) -> dict[str, Any]:
        code = "def main() -> dict:\n    return {'x': 1 // 0}"
        outputs = {"x": {"type": "number", "children": None}}
        failing = node("div", "code", code=code, code_language="python3", variables=[], outputs=outputs, **more)
        end = node("end", "end", outputs=[{"variable": "x", "value_selector": ["div", "x"]}])
        return graph(node("start", "start", variables=[]), failing, end, edge("start", "div"), edge("div", "end"))

    builder.save(dividing())
    (ended,) = named(builder.try_it(), "workflow_finished")
    assert (ended["status"], ended["outputs"]) == ("failed", {})
    assert "div" in ended["error"]
    default = [{"key": "x", "type": "number", "value": "7"}]
    builder.save(dividing(error_strategy="default-value", default_value=default))
    (ended,) = named(builder.try_it(), "workflow_finished")
    assert (ended["status"], ended["outputs"], ended["exceptions_count"]) == ("partial-succeeded", {"x": 7}, 1)
    counts = builder.person.get(f"{builder.path}/workflow-runs/count").json
    assert (counts["failed"], counts["partial_succeeded"]) == (1, 1)


def test_a_large_value_is_stored_once_and_shown_in_short(builder: Builder):
    doubled = node(
        "double",
        "template-transform",
        template="{{ text }}{{ text }}",
        variables=[{"variable": "text", "value_selector": ["start", "text"]}],
    )
    end = node("end", "end", outputs=[{"variable": "text", "value_selector": ["double", "output"]}])
    start = node("start", "start", variables=[text_input("text", type="paragraph", max_length=100_000)])
    builder.save(graph(start, doubled, end, edge("start", "double"), edge("double", "end")))
    events = builder.try_it(text="x" * 10_000)
    (ended,) = named(events, "workflow_finished")
    assert ended["outputs"] == {"text": "x" * 20_000}
    assert all(len(str(each["outputs"])) < 9000 for each in named(events, "node_finished"))
    steps = builder.person.get(f"{builder.path}/workflow-runs/{ended['id']}/node-executions").json["data"]
    assert all(len(str(step)) < 9000 for step in steps)


def test_a_run_is_repeated_from_a_node(builder: Builder):
    def greeting(word: str) -> dict[str, Any]:
        start, greet, end = HELLO["nodes"]
        changed = {**greet, "data": {**greet["data"], "template": f"{word} {{{{ name }}}}!"}}
        return {**HELLO, "nodes": [start, changed, end]}

    builder.save(greeting("Hello"))
    first = named(builder.try_it(name="Ann"), "workflow_finished")[0]["id"]
    path = f"{builder.path}/workflow-runs/{first}/rerun"
    again = builder.events(builder.person.post(path, json={"node_id": "end"}))
    assert [each["node_id"] for each in named(again, "node_finished")] == ["end"]
    (ended,) = named(again, "workflow_finished")
    assert ended["outputs"] == {"text": "Hello Ann!"}
    steps = builder.person.get(f"{builder.path}/workflow-runs/{ended['id']}/node-executions").json["data"]
    assert [(step["node_id"], step["reused"]) for step in steps] == [("start", True), ("greet", True), ("end", False)]
    # With the draft as it is now, what has changed runs again too.
    builder.save(greeting("Bye"))
    changed = builder.events(builder.person.post(path, json={"node_id": "end", "draft": True}))
    assert [each["node_id"] for each in named(changed, "node_finished")] == ["greet", "end"]
    assert named(changed, "workflow_finished")[0]["outputs"] == {"text": "Bye Ann!"}
    assert builder.person.post(path, json={"node_id": "nothing"}).json["code"] == "workflow_node_not_found"


def test_one_node_is_run_by_itself(builder: Builder):
    builder.save(HELLO)
    path = f"{builder.path}/workflows/draft/nodes"
    builder.try_it(name="Ann")
    seen = builder.person.get(f"{path}/greet/variables").json["items"]
    assert [(each["selector"], each["value"], each["edited"]) for each in seen] == [
        (["greet", "output"], "Hello Ann!", False)
    ]
    name = builder.person.get(f"{path}/start/variables").json["items"][0]
    changed = builder.person.patch(f"{builder.path}/workflows/draft/variables/{name['id']}", json={"value": "Bob"})
    assert (changed.json["value"], changed.json["edited"]) == ("Bob", True)
    last = builder.person.get(f"{path}/greet/last-run").json
    assert (last["status"], last["outputs"]) == ("succeeded", {"output": "Hello Ann!"})
    assert builder.person.get(f"{path}/nowhere/last-run").json["code"] == "workflow_node_not_found"
    reset = builder.person.put(f"{builder.path}/workflows/draft/variables/{name['id']}/reset").json
    assert (reset["value"], reset["edited"]) == ("Ann", False)


def test_secrets_are_nowhere(builder: Builder):
    secret = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cr3t-value", "description": ""}
    shout = node(
        "shout",
        "template-transform",
        template="{{ token }}",
        variables=[{"variable": "token", "value_selector": ["env", "token"]}],
    )
    end = node("end", "end", outputs=[{"variable": "x", "value_selector": ["start", "x"]}])
    start = node("start", "start", variables=[text_input("x")])
    document = graph(start, shout, end, edge("start", "shout"), edge("shout", "end"))
    builder.save(document, environment_variables=[secret])
    events = builder.try_it(x="1")
    assert named(events, "workflow_finished")[0]["status"] == "succeeded"
    assert secret["value"] not in str(events)
    run_id = events[0]["task_id"]
    steps = builder.person.get(f"{builder.path}/workflow-runs/{run_id}/node-executions").json["data"]
    assert all(secret["value"] not in str(step["inputs"]) for step in steps)


def test_outputs_that_repeat_a_secret_are_masked(builder: Builder):
    secret = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cr3t-value", "description": ""}
    variables = [{"variable": "token", "value_selector": ["env", "token"]}]
    builder.publish(
        graph(
            node("start", "start", variables=[]),
            node("shout", "template-transform", template="<{{ token }}>", variables=variables),
            node("size", "template-transform", template="{{ x | length }}", variables=[X]),
            node("end", "end", outputs=[OUT | {"value_selector": ["shout", "output"]}, OUT | {"variable": "size"}]),
            edge("start", "shout"),
            edge("shout", "size"),
            edge("size", "end"),
        ),
        environment_variables=[secret],
    )
    for told in (builder.try_it(), builder.run({})):
        (ended,) = named(told, "workflow_finished")
        # Nodes have had it as it is.
        assert ended["outputs"] == {"x": "<••••••>", "size": "14"}
        run = builder.person.get(f"{builder.path}/workflow-runs/{ended['id']}")
        steps = builder.person.get(f"{builder.path}/workflow-runs/{ended['id']}/node-executions")
        last = builder.person.get(f"{builder.path}/workflows/draft/nodes/shout/last-run")
        for reply in (run, steps, last):
            assert reply.status_code == 200
            assert secret["value"] not in reply.text
        again = builder.person.post(f"{builder.path}/workflow-runs/{ended['id']}/rerun", json={"node_id": "size"})
        assert named(builder.events(again), "workflow_finished")[0]["outputs"]["size"] == "14"


X = {"variable": "x", "value_selector": ["shout", "output"]}
OUT = {"variable": "x", "value_selector": ["size", "output"]}


def test_runs_are_sought_by_time(builder: Builder):
    builder.save(HELLO)
    builder.try_it(name="Ann")
    path = f"{builder.path}/workflow-app-logs"
    for after, found in (("2026-01-01T00:00:00-22:18", 1), ("2026-01-01", 1), ("9000-01-01T00:00:00Z", 0)):
        reply = builder.person.get(path, query_string={"created_at__after": after})
        assert (reply.status_code, reply.json["total"]) == (200, found), after
    reply = builder.person.get(path, query_string={"created_at__before": "0001-01-01T00:00:00+13:00"})
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "time")


def test_a_node_that_cannot_run_by_itself_says_why(builder: Builder):
    builder.save(graph(node("start", "start", variables=[]), node("it", "iteration"), edge("start", "it")))
    reply = builder.person.post(f"{builder.path}/workflows/draft/iteration/nodes/it/run", json={"inputs": {}})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph"), reply.json


def test_a_run_is_followed_by_its_end_user(builder: Builder):
    builder.publish(HELLO)
    told = builder.run({"name": "Ann"})
    path = f"/workflow/{told[0]['task_id']}/events"

    def followed(**query: str) -> list[dict[str, Any]]:
        reply = builder.program.get(path, query_string={"user": "ann", **query})
        assert reply.status_code == 200, reply.json
        return list(events_in(reply.data.splitlines()))

    (end,) = followed()
    assert (end["event"], end["data"]["outputs"]) == ("workflow_finished", {"text": "Hello Ann!"})
    assert followed(include_state_snapshot="true", continue_on_pause="true") == told
    reply = builder.program.get(path, query_string={"user": "ben"})
    assert (reply.status_code, reply.json["code"]) == (404, "run_not_found")
    assert builder.program.get(path).status_code == 400


@pytest.mark.parametrize("mode", ["continue-on-error", "remove-abnormal-output"])
def test_items_that_failed_and_were_gone_past_are_told(builder: Builder, mode: str):
    code = "def main(x) -> dict:\n    return {'y': 1 // x}"
    variables = [{"variable": "x", "value_selector": ["it", "item"]}]
    outputs = {"y": {"type": "number", "children": None}}
    make = "def main() -> dict:\n    return {'list': [1, 0, 0]}"
    listed = {"list": {"type": "array[number]", "children": None}}
    python = {"code_language": "python3"}
    iteration = {"iterator_selector": ["make", "list"], "output_selector": ["div", "y"], "start_node_id": "in"}
    builder.save(
        graph(
            node("start", "start", variables=[]),
            node("make", "code", code=make, variables=[], outputs=listed, **python),
            node("it", "iteration", error_handle_mode=mode, **iteration),
            node("in", "iteration-start", parent="it"),
            node("div", "code", code=code, variables=variables, outputs=outputs, parent="it", **python),
            node("end", "end", outputs=[{"variable": "all", "value_selector": ["it", "output"]}]),
            edge("start", "make"),
            edge("make", "it"),
            edge("in", "div"),
            edge("it", "end"),
        )
    )
    (ended,) = named(builder.try_it(), "workflow_finished")
    rest = [None, None] if mode == "continue-on-error" else []
    assert ended["outputs"] == {"all": [1, *rest]}
    assert (ended["status"], ended["exceptions_count"]) == ("partial-succeeded", 2)
