"""Triggers are roots: drafts run from them by hand, with values that are given."""

from typing import Any

import pytest

from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph, node, text_input
from tests.integration_tests.workflows.test_calls import ended

WEBHOOK = {
    "method": "post",
    "content_type": "application/json",
    "headers": [{"name": "X-Kind", "type": "string", "required": True}],
    "params": [{"name": "page", "type": "number", "required": False}],
    "body": [{"name": "tags", "type": "array[string]", "required": False}],
}


def triggered(*triggers: dict[str, Any], **told: list[str]) -> dict[str, Any]:
    outputs = [{"variable": name, "value_selector": selector} for name, selector in told.items()]
    edges = [edge(each["id"], "end") for each in triggers]
    return graph(*triggers, node("end", "end", outputs=outputs), *edges)


@pytest.mark.parametrize(
    ("kind", "data", "inputs", "output", "value"),
    [
        ("trigger-webhook", WEBHOOK, {"X_Kind": "push", "page": "2"}, "X_Kind", "push"),
        ("trigger-webhook", WEBHOOK, {"X-Kind": "push", "page": "2"}, "page", 2),
        ("trigger-webhook", WEBHOOK, {"X-Kind": "push", "tags": ["a"]}, "tags", ["a"]),
        ("trigger-webhook", WEBHOOK, {"X-Kind": "push", "_webhook_raw": {"body": "x"}}, "_webhook_raw", {"body": "x"}),
        ("trigger-schedule", {}, {"current_time": "2026-03-01T09:00:00+01:00"}, "current_time", None),
        ("trigger-plugin", {"event_name": "issue"}, {"issue": {"id": 1}}, "issue", {"id": 1}),
    ],
)
def test_a_draft_runs_from_a_trigger(
    builder: Builder, kind: str, data: dict[str, Any], inputs: dict[str, Any], output: str, value: Any
):
    builder.save(triggered(node("t", kind, **data), x=["t", output]))
    end = ended(builder.try_it(**inputs))
    assert (end["status"], end["error"]) == ("succeeded", None)
    assert end["outputs"] == {"x": inputs["current_time"] if value is None else value}
    # It is published like any other.
    assert builder.person.post(f"{builder.path}/workflows/publish", json={}).status_code == 200


def test_a_schedule_by_hand_is_due_now(builder: Builder):
    builder.save(triggered(node("t", "trigger-schedule", timezone="Asia/Kolkata"), x=["t", "current_time"]))
    assert ended(builder.try_it())["outputs"]["x"].endswith("+05:30")
    reply = builder.person.post(f"{builder.path}/workflows/draft/run", json={"inputs": {"current_time": "tomorrow"}})
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, "inputs.current_time")


def test_all_that_is_wrong_with_a_request_is_said_at_once(builder: Builder):
    builder.save(triggered(node("t", "trigger-webhook", **WEBHOOK)))
    reply = builder.person.post(f"{builder.path}/workflows/draft/run", json={"inputs": {"page": "two"}})
    assert reply.status_code == 400
    assert [each["path"] for each in reply.json["details"]] == ["inputs.X_Kind", "inputs.page"]


def test_of_several_roots_one_is_chosen(builder: Builder):
    start = node("start", "start", variables=[text_input("name")])
    hook, plan = node("hook", "trigger-webhook"), node("plan", "trigger-schedule")
    builder.save(triggered(start, hook, plan, name=["start", "name"], time=["plan", "current_time"]))
    path = f"{builder.path}/workflows/draft/run"
    assert ended(builder.try_it(name="Ann"))["outputs"] == {"name": "Ann", "time": None}
    given = {"inputs": {"current_time": "2026-03-01T09:00:00Z"}, "start_node_id": "plan"}
    first = ended(builder.events(builder.person.post(path, json=given)))
    assert first["outputs"] == {"name": None, "time": "2026-03-01T09:00:00Z"}
    # A run that is repeated begins where it began.
    rerun = f"{builder.path}/workflow-runs/{first['id']}/rerun"
    again = ended(builder.events(builder.person.post(rerun, json={"node_id": "end"})))
    assert again["outputs"] == first["outputs"]
    for node_id in ("end", "nothing"):
        reply = builder.person.post(path, json={"inputs": {}, "start_node_id": node_id})
        assert (reply.status_code, reply.json["code"]) == (404, "workflow_node_not_found")
        assert "start, hook, plan" in reply.json["message"]
