"""Whoever edits files tries the app with them: the draft as it was when asked, the active version, or any other."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, file
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer
from treeline.assets.versions.models import AssetVersion, AssetVersionNode
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


@pytest.fixture
def agent(new_asker: Callable[..., Asker], provided: ModelServer) -> Asker:
    """Version 1 holds one.txt and is active, version 2 holds two.txt besides, and the draft three.txt."""
    asker = new_asker("agent-chat")
    tree = Tree(asker.builder, asker.app_id)
    for name in ("one.txt", "two.txt"):
        tree.ready_file(name, name.encode())
        tree.publish()
    tree.post("/versions/1/activate")
    tree.ready_file("three.txt", b"three")
    return asker


def asked(agent: Asker, **body: Any) -> Any:
    whole = {"inputs": {}, "query": "Hello", "response_mode": "streaming", "auto_generate_name": False, **body}
    return agent.builder.post(f"/apps/{agent.app_id}/chat-messages", json=whole)


def seen(agent: Asker, provided: ModelServer, reply: Any) -> tuple[set[str], Any]:
    """The files that the agent finds, and its run."""
    provided.call_tool("list", {"path": "/"})
    events = agent.events(reply)
    found = next(event["observation"] for event in reversed(events) if event["event"] == "agent_thought")
    run = agent.builder.get(f"/apps/{agent.app_id}/runs/{events[0]['task_id']}").json
    return {name for name in ("one", "two", "three", "four") if f"/{name}.txt" in found}, run


def versions(flask_app: FlaskApp, agent: Asker) -> list[int]:
    with flask_app.app_context(), unit_of_work() as session:
        numbers = session.scalars(select(AssetVersion.number).where(AssetVersion.app_id == agent.app_id))
        return sorted(numbers)


@pytest.mark.parametrize(
    ("wanted", "files", "recorded"),
    [
        ("draft", {"one", "two", "three"}, "draft"),
        ("active", {"one"}, "1"),
        ("2", {"one", "two"}, "2"),
        (None, {"one"}, None),
    ],
)
def test_each_choice(agent: Asker, provided: ModelServer, wanted: str | None, files: set[str], recorded: str | None):
    found, run = seen(agent, provided, asked(agent, asset_version=wanted))
    assert (found, run["asset_version"]) == (files, recorded)
    assert run["asset_version_id"]


def test_a_pinned_config_can_be_tried_with_other_files(agent: Asker, provided: ModelServer):
    agent.configure(asset_version=1)
    assert seen(agent, provided, asked(agent))[0] == {"one"}
    assert seen(agent, provided, asked(agent, asset_version="draft"))[0] == {"one", "two", "three"}


def test_the_draft_is_that_of_the_question(agent: Asker, provided: ModelServer):
    """What changes between the question and its answer is not in it."""
    tree = Tree(agent.builder, agent.app_id)
    reply = asked(agent, asset_version="draft")
    tree.ready_file("four.txt", b"four")
    found, _ = seen(agent, provided, reply)
    assert found == {"one", "two", "three"}
    assert "four" in seen(agent, provided, asked(agent, asset_version="draft"))[0]


def test_bytes_that_arrive_later_are_not_missed(agent: Asker, provided: ModelServer):
    """The tree's revision stays as it is when a file's first bytes come."""
    tree = Tree(agent.builder, agent.app_id)
    node = tree.made(file("four.txt", 4))["four.txt"]
    assert seen(agent, provided, asked(agent, asset_version="draft"))[0] >= {"four"}
    assert tree.send(node, b"four").status_code == 204
    provided.call_tool("read", {"path": "/four.txt"})
    events = agent.events(asked(agent, asset_version="draft"))
    assert [e["observation"] for e in events if e["event"] == "agent_thought"][-1] == "four"


def test_a_snapshot_is_in_no_list_and_is_made_once(agent: Asker, provided: ModelServer, flask_app: FlaskApp):
    tree = Tree(agent.builder, agent.app_id)
    shown = tree.get("/versions").json
    for _ in range(2):
        seen(agent, provided, asked(agent, asset_version="draft"))
    assert versions(flask_app, agent) == [-1, 1, 2]
    assert tree.get("/versions").json == shown
    assert tree.get("/versions/-1").status_code == 404
    assert tree.get("/versions/1/diff").json["against"] is None
    # Another draft, another snapshot: the one before it is gone, with its nodes.
    tree.ready_file("four.txt", b"four")
    seen(agent, provided, asked(agent, asset_version="draft"))
    assert versions(flask_app, agent) == [-2, 1, 2]
    with flask_app.app_context(), unit_of_work() as session:
        kept = session.scalars(select(AssetVersionNode.version_id).distinct()).all()
        assert set(kept) == set(session.scalars(select(AssetVersion.id)))
    # A draft that was published is that version.
    tree.publish()
    _, run = seen(agent, provided, asked(agent, asset_version="draft"))
    assert versions(flask_app, agent) == [1, 2, 3]
    assert (run["asset_version"], bool(run["asset_version_id"])) == ("draft", True)


def test_a_snapshot_that_is_being_read_stays(agent: Asker, provided: ModelServer, flask_app: FlaskApp):
    tree = Tree(agent.builder, agent.app_id)
    first = asked(agent, asset_version="draft")
    tree.ready_file("four.txt", b"four")
    asked(agent, asset_version="draft")
    assert versions(flask_app, agent) == [-2, -1, 1, 2]
    assert seen(agent, provided, first)[0] >= {"three"}


def test_what_is_not_there(agent: Asker, alice: Person):
    for wanted in ("9", "-1", "0", "latest", "1.5"):
        reply = asked(agent, asset_version=wanted)
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param"), wanted
        assert reply.json["details"][0]["path"] == "asset_version"


def test_end_users_have_no_choice(agent: Asker, provided: ModelServer):
    provided.call_tool("list", {"path": "/"})
    events = agent.ask("What is there?", asset_version="draft")
    found = next(event["observation"] for event in reversed(events) if event["event"] == "agent_thought")
    assert "three.txt" not in found
