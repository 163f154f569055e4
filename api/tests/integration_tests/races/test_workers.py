"""Tasks through a real broker and a real worker; queues and who drains them."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from tests.mcp_server import ToolServer
from tests.processes import Api, Caller, Worker, wait_until
from treeline import create_app
from treeline.conversations.models import Conversation, Message
from treeline.kernel.db import enqueue, unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.tasks import QUEUES


@pytest.fixture
def worker(api: Api) -> Iterator[Worker]:
    running = Worker(api.settings)
    try:
        wait_until(lambda: running.name in {w["name"] for w in health(api)["workers"]})
        yield running
    finally:
        running.stop()


def health(api: Api) -> dict:
    reply = Caller(api.base).session.get(f"{api.base}/health", timeout=10)
    assert reply.status_code == 200
    return reply.json()


def queue(caller: Caller, name: str) -> dict:
    reply = caller.call("GET", "/operations/queues")
    assert reply.status_code == 200
    return next(row for row in reply.json()["data"] if row["name"] == name)


def test_an_app_is_removed_by_the_worker(api: Api, caller: Caller):
    # A worker of another test that was killed counts for a while.
    wait_until(lambda: queue(caller, "app_deletion")["consumers"] == 0)
    app_id = caller.new_app()
    children = [{"name": f"d{i}", "node_type": "folder", "children": []} for i in range(50)]
    caller.call("POST", f"/apps/{app_id}/assets/batch-upload", json={"children": children})
    assert caller.call("DELETE", f"/apps/{app_id}").status_code == 204
    waiting = queue(caller, "app_deletion")
    assert (waiting["depth"] >= 1, waiting["consumers"]) == (True, 0)
    assert waiting["oldest_age"] is not None
    worker = Worker(api.settings, "app_deletion")
    engine = create_engine(api.settings.sqlalchemy_url)
    try:
        with engine.connect() as connection:

            def left() -> int:
                connection.rollback()
                nodes = text("SELECT count(*) FROM asset_nodes WHERE app_id = :id")
                apps = text("SELECT count(*) FROM apps WHERE id = :id")
                return sum(connection.execute(one, {"id": app_id}).scalar_one() for one in (nodes, apps))

            wait_until(lambda: left() == 0)
        wait_until(lambda: queue(caller, "app_deletion") | {"consumers": 1} == queue(caller, "app_deletion"))
        assert queue(caller, "app_deletion")["depth"] == 0
        # This worker drains no other queue, and says so.
        assert queue(caller, "retention")["consumers"] == 0
    finally:
        worker.stop()
        engine.dispose()


def malformed(given: dict[str, Any]) -> list[str | bytes]:
    """Messages that are none, made from one that is."""
    headers, properties = given["headers"], given["properties"]

    def other(**changes: Any) -> str:
        own = {"properties": properties | {"delivery_tag": new_id().hex}}
        return json.dumps(given | own | changes)

    return [
        "",
        "no JSON",
        b"\xff\xfe",
        "[" * 100_000,
        *map(json.dumps, (None, 1, "text", [], {}, {"body": "x"}, {"properties": None})),
        other(headers=None),
        other(headers=[]),
        other(headers={}),
        other(headers={"task": headers["task"]}),
        other(headers={"task": ["no name"], "id": "1"}),
        other(headers=headers | {"task": "no.such_task"}),
        other(headers=headers | {"eta": "never"}),
        other(headers=headers | {"expires": "never"}),
        other(headers=headers | {"retries": "x"}),
        other(headers=headers | {"timelimit": 5}),
        other(properties={}),
        other(properties=properties | {"delivery_tag": None}),
        other(properties=properties | {"delivery_info": None}),
        other(properties=properties | {"body_encoding": "rot13"}),
        other(body=None),
        other(body=5),
        other(body="%%%"),
        other(body=b64encode(b"no JSON").decode()),
        other(body=b64encode(b"\xff").decode()),
        other(body=b64encode(b"{}").decode()),
        other(body=b64encode(b"[1, 2, 3]").decode()),
        other(**{"content-type": "application/x-python-serialize"}),
        other(**{"content-type": None}),
        other(**{"content-encoding": "latin-9000"}),
        # As it was: twice is once.
        other(),
    ]


def test_a_message_that_is_none_is_dropped_and_the_worker_lives(api: Api, caller: Caller):
    redis = create_app(api.settings).extensions["redis"]
    apps = [caller.new_app(), caller.new_app()]
    # What the tests before have left behind.
    redis.delete("app_deletion", "unacked", "unacked_index")
    assert caller.call("DELETE", f"/apps/{apps[0]}").status_code == 204
    given = json.loads(redis.lindex("app_deletion", 0))
    redis.delete("app_deletion")
    for message in malformed(given):
        redis.lpush("app_deletion", message)
    worker = Worker(api.settings, "app_deletion", threads=1)
    engine = create_engine(api.settings.sqlalchemy_url)
    try:
        assert caller.call("DELETE", f"/apps/{apps[1]}").status_code == 204
        with engine.connect() as connection:

            def left() -> int:
                connection.rollback()
                rows = text("SELECT count(*) FROM apps WHERE id = ANY(CAST(:ids AS uuid[]))")
                return connection.execute(rows, {"ids": apps}).scalar_one()

            wait_until(lambda: left() == 0, 20)
        wait_until(lambda: redis.hlen("unacked") == 0, 20)
        assert worker.process.poll() is None
        assert redis.llen("app_deletion") == 0
    finally:
        worker.stop()
        engine.dispose()


def test_an_mcp_server_is_asked_again_by_the_worker(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OUTBOUND_ALLOWED_HOSTS", "127.0.0.1")
    own = Api(api.settings)
    worker = None
    try:
        caller = Caller(own.base).log_in()
        servers = "/workspaces/current/tool-provider/mcp"
        with ToolServer() as tools:
            before = queue(caller, "plugin")["depth"]
            made = caller.call("POST", servers, json={"name": "Sums", "server_url": tools.url})
            assert made.status_code == 201, made.text
            assert queue(caller, "plugin")["depth"] == before + 1

            @tools.library.tool()
            def halve(number: float) -> float:
                """Half of it."""
                return number / 2

            worker = Worker(api.settings, "plugin")
            mine = f"{servers}/{made.json()['id']}"
            wait_until(lambda: caller.call("GET", f"{mine}/tools").json()["data"][-1]["name"] == "halve")
            assert caller.call("DELETE", mine).status_code == 204
    finally:
        if worker is not None:
            worker.stop()
        own.stop()


def test_a_conversation_is_named_and_removed_by_the_worker(api: Api, caller: Caller):
    app_id = caller.call("POST", "/apps", json={"name": "An app", "mode": "chat"}).json()["id"]
    engine = create_engine(api.settings.sqlalchemy_url)
    conversation = Conversation(id=new_id(), app_id=UUID(app_id), mode="chat")
    here = {"app_id": conversation.app_id, "conversation_id": conversation.id}
    with Session(engine) as session:
        session.add(conversation)
        session.flush()
        session.add(Message(**here, query="Why do cats purr?", answer="Nobody knows.", status="normal"))
        session.commit()
    path = f"/apps/{app_id}/chat-conversations/{here['conversation_id']}"
    flask_app = create_app(api.settings)
    with flask_app.app_context(), unit_of_work():
        enqueue("conversations.name", str(here["conversation_id"]))
    worker = Worker(api.settings, "conversation")
    try:
        # There is no model: the question is the name.
        wait_until(lambda: caller.call("GET", path).json()["name"] == "Why do cats purr?")
        assert caller.call("DELETE", path).status_code == 204
        with engine.connect() as connection:

            def left() -> int:
                connection.rollback()
                return connection.execute(
                    text("SELECT count(*) FROM messages WHERE app_id = :id"), {"id": app_id}
                ).scalar_one()

            wait_until(lambda: left() == 0)
    finally:
        worker.stop()
        engine.dispose()


def test_a_worker_drains_all_queues_and_says_so(api: Api, caller: Caller, worker: Worker):
    (seen,) = [w for w in health(api)["workers"] if w["name"] == worker.name]
    assert set(seen["queues"]) == set(QUEUES)
    rows = caller.call("GET", "/operations/queues").json()["data"]
    assert [row["name"] for row in rows] == list(QUEUES)
    assert {row["consumers"] for row in rows} == {1}


def test_a_worker_that_leaves_is_gone_at_once(api: Api):
    worker = Worker(api.settings)
    wait_until(lambda: worker.name in {w["name"] for w in health(api)["workers"]})
    worker.stop()
    assert worker.name not in {w["name"] for w in health(api)["workers"]}


def test_queues_are_for_those_who_manage(api: Api):
    assert Caller(api.base).call("GET", "/operations/queues").status_code == 401
