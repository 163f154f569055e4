"""What happens in Treeline itself starts workflows, and belongs to the transaction that it happens in."""

from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.triggers.events.conftest import PATH, Events, listener
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node, text_input
from treeline.apps.models import App
from treeline.assets.versions.service import AssetVersions
from treeline.kernel.db import db, unit_of_work
from treeline.runs.models import Run
from treeline.runs.sweep import sweep
from treeline.triggers.inbox.models import TriggerDelivery
from treeline.workflows.nodes.event_outputs import OUTPUTS

FAILS = graph(
    node("start", "start", variables=[text_input("name")]),
    node("bad", "http-request", method="get", url="http://127.0.0.1:1/", authorization={"type": "no-auth"}),
    node("end", "end", outputs=[]),
    edge("start", "bad"),
    edge("bad", "end"),
)


def told_keys(events: Events, subscription: Any) -> set[str]:
    return set(events.told(subscription)[0]["content"])


def test_published_files(events: Events, alice: Person):
    source = Builder(alice, events.run_tasks)
    published = events.add("version_published", app_id=source.app_id)
    assert (published["source_name"], published["every"], published["next_look_at"]) == ("A workflow", None, None)
    builder = events.workflow(published, "version", "app_name")
    alice.post(f"{source.path}/assets/folders", json={"name": "docs"})
    assert alice.post(f"{source.path}/assets/versions", json={"note": "first"}).status_code == 201
    events.run_tasks()
    assert [run["outputs"] for run in events.runs(builder)] == [{"version": 1, "app_name": "A workflow"}]
    assert told_keys(events, published) == OUTPUTS["version_published"].keys()


def _publish_and_fail(app: App) -> None:
    with unit_of_work() as session:
        AssetVersions(session, app).publish("")
        session.flush()
        raise ZeroDivisionError


def test_what_is_rolled_back_did_not_happen(events: Events, alice: Person):
    source = Builder(alice, events.run_tasks)
    published = events.add("version_published", app_id=source.app_id)
    with events.flask_app.app_context():
        app = db.session.get_one(App, source.app_id)
        db.session.close()
        with pytest.raises(ZeroDivisionError):
            _publish_and_fail(app)
    assert events.told(published) == []
    assert events.run_tasks() == []


def test_runs_that_end_as_whatever_they_end(events: Events, alice: Person):
    source = Builder(alice, events.run_tasks)
    ended = events.add("run_ended", app_id=source.app_id)
    every, failed = (events.workflow(ended, "status", "outputs", "error", event=name) for name in ("", "failed"))
    source.publish(HELLO)
    source.run({"name": "Ann"})
    (run,) = events.runs(every)
    assert run["outputs"] == {"status": "succeeded", "outputs": {"text": "Hello Ann!"}, "error": ""}
    assert told_keys(events, ended) == OUTPUTS["run_ended"].keys()
    source.publish(FAILS)
    source.run({})
    assert events.runs(every)[0]["outputs"]["status"] == "failed"
    (run,) = events.runs(failed)
    assert "NODE_ALLOWED_HOSTS" in run["outputs"]["error"]


def test_a_run_that_the_sweep_ends_is_told_too(events: Events, alice: Person, clock_travel: Any):
    source = Builder(alice, events.run_tasks)
    ended = events.add("run_ended", app_id=source.app_id)
    source.publish(HELLO)
    source.program.post("/workflows/run", json={"inputs": {"name": "x"}, "user": "ann", "response_mode": "streaming"})
    redis = events.flask_app.extensions["redis"]
    redis.flushdb()
    with events.flask_app.app_context():
        with unit_of_work() as session:
            run = session.query(Run).filter_by(app_id=source.app_id).one()
            run.lease_until = run.created_at.replace(year=2020)
        clock_travel(1000)
        sweep(redis)
    (told,) = events.told(ended)
    assert told["content"]["status"] == "failed"


def test_a_chain_ends_with_a_reason(events: Events, alice: Person):
    """A workflow that listens to its own end."""
    builder = Builder(alice, events.run_tasks)
    builder.publish(graph(node("start", "start", variables=[]), node("end", "end", outputs=[]), edge("start", "end")))
    ended = events.add("run_ended", app_id=builder.app_id)
    both = listener(ended, "status")
    both["nodes"].append(node("start", "start", variables=[]))
    both["edges"].append(edge("start", "end"))
    builder.publish(both)
    builder.run({})
    most = events.flask_app.extensions["settings"].workflow_call_max_depth
    runs = events.runs(builder)
    assert (len(runs), {run["status"] for run in runs}) == (1 + most, {"succeeded"})
    last = events.told(ended)[0]
    assert (last["state"], "WORKFLOW_CALL_MAX_DEPTH" in last["error"]) == ("failed", True)
    assert [(each["run_id"], each["error"]) for each in last["runs"]] == [(None, last["error"])]
    with events.flask_app.app_context():
        assert db.session.query(TriggerDelivery).filter_by(error_code="workflow_call_depth").count() == 1


def test_knowledge_that_is_synced(events: Events, shelf: Shelf):
    synced = events.add("knowledge_synced", dataset_id=shelf.dataset["id"])
    builder = events.workflow(synced, "status", "source_name")
    reply = events.person.post(f"{shelf.path}/sources", json={"kind": "url_list", "urls": ["http://127.0.0.1:1/x"]})
    assert reply.status_code == 201
    events.run_tasks()
    assert [run["outputs"] for run in events.runs(builder)] == [{"status": "completed", "source_name": "URLs"}]
    assert told_keys(events, synced) == OUTPUTS["knowledge_synced"].keys()


def test_a_source_that_is_deleted_is_said(events: Events, alice: Person):
    source = Builder(alice, events.run_tasks)
    ended = events.add("run_ended", app_id=source.app_id)
    alice.delete(source.path)
    assert events.get(ended)["state"] == "source_deleted"
    events.run_tasks()
    assert (events.get(ended)["state"], events.get(ended)["source_name"]) == ("source_deleted", None)


def test_what_is_watched_is_the_workspaces_own(events: Events, mallory: Person, shelf: Shelf):
    app_id = Builder(events.person, events.run_tasks).app_id
    for kind, whose, code in (
        ("run_ended", {"app_id": app_id}, "app_not_found"),
        ("version_published", {"app_id": app_id}, "app_not_found"),
        ("knowledge_synced", {"dataset_id": shelf.dataset["id"]}, "dataset_not_found"),
    ):
        body = {"name": "x", "source": {"kind": kind, **whose}}
        reply = mallory.post(PATH, json=body)
        assert (reply.status_code, reply.json["code"]) == (404, code)


def test_what_is_too_large_is_left_out(events: Events, alice: Person):
    source = Builder(alice, events.run_tasks)
    ended = events.add("run_ended", app_id=source.app_id)
    code = "def main() -> dict:\n    return {'text': 'x' * 300_000}"
    source.publish(
        graph(
            node("start", "start", variables=[]),
            node(
                "long", "code", code_language="python3", code=code, variables=[], outputs={"text": {"type": "string"}}
            ),
            node("end", "end", outputs=[{"variable": "text", "value_selector": ["long", "text"]}]),
            edge("start", "long"),
            edge("long", "end"),
        )
    )
    source.run({})
    (told,) = events.told(ended)
    assert (told["content"]["status"], told["content"]["outputs"]) == ("succeeded", None)
