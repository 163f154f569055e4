"""Triggers are what was published: written in its transaction, switched on and off, looked at and run again."""

import pytest
from sqlalchemy import select

from tests.conftest import Cast
from tests.integration_tests.triggers.conftest import Hooked, deliveries, ending, events, fields, hook
from tests.integration_tests.workflows.graphs import HELLO, node
from treeline.kernel.db import unit_of_work
from treeline.triggers.models import AppTrigger
from treeline.workflows.nodes.registry import NODES

BODY = {"body": fields("n", type="number")}


def test_triggers_follow_what_is_published(hooked: Hooked):
    plan = node("plan", "trigger-schedule", **{**NODES["trigger-schedule"].default, "title": "Every day"})
    hooked.save(ending(hook()))
    assert hooked.triggers() == []
    hooked.publish(ending(hook(), plan))
    before = {each["node_id"]: each for each in hooked.triggers()}
    shown = {name: (each["trigger_type"], each["title"]) for name, each in before.items()}
    assert shown == {
        "hook": ("trigger-webhook", "hook"),
        "plan": ("trigger-schedule", "Every day"),
    }
    assert {each["status"] for each in before.values()} == {"enabled"}
    # What stays keeps its id, its address and whether it is on; what is gone is gone.
    off = {"trigger_id": before["hook"]["id"], "enable_trigger": False}
    assert hooked.person.post(f"{hooked.path}/trigger-enable", json=off).json["status"] == "disabled"
    address = hooked.address()
    version = hooked.publish(ending(hook(title="Renamed")))
    assert [(each["id"], each["title"], each["status"]) for each in hooked.triggers()] == [
        (before["hook"]["id"], "Renamed", "disabled")
    ]
    assert hooked.address() == address
    with unit_of_work() as session:
        assert [str(row.workflow_id) for row in session.scalars(select(AppTrigger))] == [version]
    hooked.publish(HELLO)
    assert hooked.triggers() == []
    assert hooked.send(address).status_code == 404


def test_what_cannot_be_published_leaves_triggers_as_they_were(hooked: Hooked):
    hooked.publish(ending(hook()))
    before = hooked.triggers()
    many = [hook(f"hook{n}") for n in range(6)]
    signed = hook(signature={"form": "github", "secret": "HOOK"})
    for graph, said in ((ending(*many), "at most 5 webhooks"), (ending(signed), "variable named HOOK")):
        hooked.save(graph)
        reply = hooked.person.post(f"{hooked.path}/workflows/publish", json={})
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph")
        assert said in reply.json["message"]
        assert hooked.triggers() == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"method": "FETCH"}, "method FETCH"),
        ({"status_code": 101}, "status code"),
        ({"response_body": "{no"}, "isn't valid"),
        ({"response_body": "x" * 70_000}, "at most"),
        ({"signature": {"form": "gitea", "secret": "X"}}, "gitea"),
        ({"signature": {"form": "slack"}}, "secret environment variable"),
        ({"headers": fields("Authorization")}, "never stored"),
        ({"headers": fields("no space")}, "name"),
        ({"body": fields("a-b", "a_b")}, "two fields"),
        ({"params": fields("a", type="colour")}, "colour"),
    ],
)
def test_a_webhook_that_could_not_work_is_not_published(hooked: Hooked, data: dict[str, object], said: str):
    hooked.save(ending(hook(**data)))
    reply = hooked.person.post(f"{hooked.path}/workflows/publish", json={})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph"), reply.json
    assert said in reply.json["message"]


def test_a_trigger_that_is_off_starts_nothing(hooked: Hooked):
    hooked.publish(ending(hook()))
    [trigger] = hooked.triggers()
    path, switch = hooked.address(), f"{hooked.path}/trigger-enable"
    hooked.person.post(switch, json={"trigger_id": trigger["id"], "enable_trigger": False})
    assert (hooked.send(path).status_code, events()) == (404, [])
    hooked.person.post(switch, json={"trigger_id": trigger["id"], "enable_trigger": True})
    assert hooked.send(path).status_code == 200
    assert len(hooked.runs()) == 1


def test_the_last_event_and_failures_are_shown_and_an_event_runs_again(hooked: Hooked):
    failing = ending(hook(body=fields("code")), end=["hook", "code"])
    failing["nodes"][-1]["data"] = {
        "type": "code",
        "title": "end",
        "code_language": "python3",
        "code": "def main(code): return {'n': int(code)}",
        "variables": [{"variable": "code", "value_selector": ["hook", "code"]}],
        "outputs": {"n": {"type": "number"}},
    }
    hooked.publish(failing)
    assert hooked.triggers()[0]["last"] is None
    path = hooked.address()
    for sent in ("1", "one"):
        assert hooked.send(path, json={"code": sent}).status_code == 200
    assert [run["status"] for run in hooked.runs()] == ["failed", "succeeded"]
    [trigger] = hooked.triggers()
    assert (trigger["failures"], trigger["looked_at"], trigger["last"]["status"]) == (1, 2, "failed")
    listing = f"{hooked.path}/triggers/{trigger['id']}/events"
    first = hooked.person.get(listing, query_string={"limit": 1}).json
    assert (first["has_more"], len(first["data"])) == (True, 1)
    [failed] = first["data"]
    assert (failed["status"], failed["content"]["body"]) == ("failed", {"code": "one"})
    assert failed["run_id"] == trigger["last"]["run_id"]
    rest = hooked.person.get(listing, query_string={"last_id": failed["event_id"]}).json
    assert [each["status"] for each in rest["data"]] == ["succeeded"]

    # Repaired, published, and run again with the same event.
    failing["nodes"][-1]["data"]["code"] = "def main(code): return {'n': 1}"
    hooked.publish(failing)
    again = hooked.person.post(f"{listing}/{failed['event_id']}/run")
    assert again.status_code == 201, again.json
    [newest, *_] = hooked.runs()
    assert (newest["id"], newest["status"]) == (again.json["run_id"], "succeeded")
    assert newest["inputs"]["code"] == "one"
    assert hooked.triggers()[0]["last"]["run_id"] == newest["id"]
    assert len(events()) == len(deliveries()) == 3


def test_events_of_others_are_not_found(hooked: Hooked, cast: Cast):
    hooked.publish(ending(hook()))
    assert hooked.send(hooked.address()).status_code == 200
    hooked.runs()
    [trigger], [event] = hooked.triggers(), events()
    other = Hooked(hooked.person, hooked.run_tasks)
    other.publish(ending(hook()))
    [others] = other.triggers()
    for path in (
        f"{other.path}/triggers/{trigger['id']}/events/{event.id}/run",
        f"{other.path}/triggers/{others['id']}/events/{event.id}/run",
    ):
        assert other.person.post(path).status_code == 404
    for stranger in (cast.mallory, cast.bob):
        status = 404 if stranger is cast.mallory else 403
        assert stranger.post(f"{hooked.path}/triggers/{trigger['id']}/events/{event.id}/run").status_code == status
    assert len(events()) == 1


def test_a_chatflow_has_no_triggers(alice, run_tasks):
    chatflow = Hooked(alice, run_tasks, mode="advanced-chat")
    start, answer = node("start", "start", variables=[]), node("answer", "answer", answer="x")
    graph = ending(hook())
    graph["nodes"] = [start, answer, hook()]
    graph["edges"] = [{"id": "a", "source": "start", "sourceHandle": "source", "target": "answer"}]
    graph["edges"].append({"id": "b", "source": "hook", "sourceHandle": "source", "target": "answer"})
    chatflow.publish(graph)
    assert chatflow.triggers() == []
