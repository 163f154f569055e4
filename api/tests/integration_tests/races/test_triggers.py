"""Publishing while webhooks are called, and workers that dispatch the same event: each request has one run."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import select

from tests.integration_tests.triggers.conftest import ending, fields, hook
from tests.processes import Api, Caller
from treeline import create_app
from treeline.kernel.db import db, unit_of_work
from treeline.triggers.inbox.dispatch import dispatch
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.workflows.models import Workflow, WorkflowRun

At = Callable[..., list[requests.Response]]
VERSIONS, SENDERS = 12, 3


def published(caller: Caller, app_id: str, **data: Any) -> str:
    path, graph = f"/apps/{app_id}/workflows", ending(hook(body=fields("n", type="number"), **data))
    assert caller.call("POST", f"{path}/draft", json={"graph": graph}).status_code == 200
    reply = caller.call("POST", f"{path}/publish", json={})
    assert reply.status_code == 200, reply.text
    return reply.json()["id"]


def address(caller: Caller, app_id: str) -> str:
    reply = caller.call("GET", f"/apps/{app_id}/workflows/triggers/webhook?node_id=hook")
    return reply.json()["webhook_url"]


def test_each_request_runs_with_the_version_that_answered_it(api: Api, caller: Caller):
    app_id = caller.new_app()
    said = {published(caller, app_id, response_body="v0"): "v0"}
    url, over, told = address(caller, app_id), threading.Event(), dict[int, str]()

    def send(first: int) -> None:
        number = first
        while not over.is_set():
            reply = requests.post(url, json={"n": number}, timeout=30)
            assert reply.status_code == 200, reply.text
            told[number] = reply.json()["message"]
            number += SENDERS

    with ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(send, first) for first in range(SENDERS)]
        try:
            for number in range(1, VERSIONS):
                said[published(caller, app_id, response_body=f"v{number}")] = f"v{number}"
        finally:
            over.set()
        for sender in senders:
            sender.result()
    flask_app = create_app(api.settings)
    with flask_app.app_context():
        with unit_of_work() as session:
            found = session.scalars(select(TriggerEvent).where(TriggerEvent.app_id == UUID(app_id))).all()
        recorded = {event.content["body"]["n"]: said[str(event.workflow_id)] for event in found}
        assert recorded == told
        assert len(found) == len(told)
        db.engine.dispose()


def test_workers_that_have_one_event_start_one_run(api: Api, caller: Caller):
    app_id = caller.new_app()
    published(caller, app_id)
    url = address(caller, app_id)
    for number in range(8):
        assert requests.post(url, json={"n": number}, timeout=30).status_code == 200
    flask_app = create_app(api.settings)

    def work(event_id: UUID) -> None:
        with flask_app.app_context():
            dispatch(event_id)

    with flask_app.app_context():
        with unit_of_work() as session:
            ids = session.scalars(select(TriggerEvent.id).where(TriggerEvent.app_id == UUID(app_id))).all()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, [event_id for event_id in ids for _ in range(4)]))
        with unit_of_work() as session:
            states = session.scalars(select(TriggerEvent.state).where(TriggerEvent.app_id == UUID(app_id))).all()
            runs = session.scalars(select(WorkflowRun.run_id).where(WorkflowRun.app_id == UUID(app_id))).all()
            started = session.scalars(
                select(TriggerDelivery.run_id).where(TriggerDelivery.app_id == UUID(app_id))
            ).all()
        assert list(states) == ["done"] * 8
        assert len(runs) == 8
        assert set(started) == set(runs)
        db.engine.dispose()


def test_publishing_at_once_leaves_triggers_of_what_answers(api: Api, caller: Caller, at_once: At):
    app_id = caller.new_app()
    published(caller, app_id)
    replies = at_once(*(("POST", f"/apps/{app_id}/workflows/publish", {}) for _ in range(6)))
    assert [reply.status_code for reply in replies] == [200] * 6, [reply.text for reply in replies]
    newest = caller.call("GET", f"/apps/{app_id}/workflows/publish").json()["id"]
    assert requests.post(address(caller, app_id), json={"n": 1}, timeout=30).status_code == 200
    flask_app = create_app(api.settings)
    with flask_app.app_context():
        with unit_of_work() as session:
            event = session.scalars(select(TriggerEvent).where(TriggerEvent.app_id == UUID(app_id))).one()
            assert session.get_one(Workflow, event.workflow_id).app_id == UUID(app_id)
        assert str(event.workflow_id) == newest
        db.engine.dispose()
