"""An agent that reads its own files."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import said
from tests.integration_tests.assets.conftest import Tree, folder, publish
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer

SKILL = "---\nname: tides\ndescription: Says when the water comes.\n---\n# Tides\n\nRead table.txt beside this.\n"


@pytest.fixture
def agent(new_asker: Callable[..., Asker], provided: ModelServer) -> Asker:
    """One with a published folder: notes, and a skill with a table."""
    asker = new_asker("agent-chat", pre_prompt="You work for the harbour.")
    tree = Tree(asker.builder, asker.app_id)
    tides = tree.made(folder("skills", folder("tides")))["tides"]["id"]
    tree.ready_file("SKILL.md", SKILL.encode(), tides)
    tree.ready_file("table.txt", b"Monday: 12:40\n", tides)
    tree.ready_file("notes.txt", b"The harbour master is Anna.\n")
    publish(tree)
    activate(asker, 1)
    return asker


def activate(asker: Asker, number: int) -> None:
    reply = asker.builder.post(f"/apps/{asker.app_id}/assets/versions/{number}/activate")
    assert reply.status_code == 200, reply.json


def thoughts_in(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == "agent_thought"]


def test_it_answers_from_its_folder_and_names_the_file(agent: Asker, provided: ModelServer):
    provided.call_tool("list", {"path": "/"}, text="Let me look.")
    provided.call_tool("read", {"path": "/notes.txt"})
    provided.answer("It is Anna, says /notes.txt.")
    events = agent.ask("Who is the harbour master?")
    begun, listed, read_begun, read = thoughts_in(events)
    assert begun["id"] == listed["id"] != read["id"] == read_begun["id"]
    assert (begun["position"], begun["tool"], begun["observation"]) == (1, "list", "")
    assert json.loads(read["tool_input"]) == {"path": "/notes.txt"}
    assert "/notes.txt" in listed["observation"]
    assert "harbour master is Anna" in read["observation"]
    assert listed["thought"] == "Let me look."
    assert said(events) == "Let me look.\n\nIt is Anna, says /notes.txt."
    order = [event["event"] for event in events]
    assert order.index("agent_message") < order.index("agent_thought")
    assert order[-1] == "message_end"
    (message,) = agent.messages(events[0]["conversation_id"])
    assert message["answer"] == said(events)
    stored = [(each["id"], each["position"], each["tool"], each["observation"]) for each in message["agent_thoughts"]]
    assert stored == [(each["id"], each["position"], each["tool"], each["observation"]) for each in (listed, read)]
    labels = [each["tool_labels"] for each in message["agent_thoughts"]]
    assert labels == [each["tool_labels"] for each in (listed, read)]
    assert labels[1] == {"read": {"en_US": "read"}}
    run = agent.builder.get(f"/apps/{agent.app_id}/runs/{events[0]['task_id']}").json
    assert run["asset_version_id"]
    assert run["model_config_id"]
    # All three answers of the model are paid for.
    assert events[-1]["metadata"]["usage"]["total_tokens"] == run["total_tokens"]
    assert run["total_tokens"] > sum(len(text.split()) for _, text in provided.requests[-1].turns)


def test_a_skill_is_told_of_first_and_opened_when_it_is_used(agent: Asker, provided: ModelServer):
    provided.call_tool("use_skill", {"name": "tides"})
    provided.call_tool("read", {"path": "/skills/tides/table.txt"})
    provided.answer("At 12:40.")
    events = agent.ask("When does the water come on Monday?")
    role, system = provided.requests[0].turns[0]
    assert role == "system"
    assert system.startswith("You work for the harbour.\n\n")
    assert "- tides: Says when the water comes." in system
    assert "table.txt" not in system
    _, opened, _, read = thoughts_in(events)
    assert "Read table.txt beside this." in opened["observation"]
    assert "/skills/tides/table.txt" in opened["observation"]
    assert "Monday: 12:40" in read["observation"]


def test_the_version_is_that_of_the_question(agent: Asker, provided: ModelServer):
    tree = Tree(agent.builder, agent.app_id)
    tree.ready_file("later.txt", b"later")
    assert agent.builder.post(f"/apps/{agent.app_id}/assets/versions", json={}).status_code == 201
    provided.call_tool("list", {"path": "/"})
    assert "later.txt" not in thoughts_in(agent.ask("What is there?"))[1]["observation"]
    activate(agent, 2)
    provided.call_tool("list", {"path": "/"})
    assert "later.txt" in thoughts_in(agent.ask("What is there?"))[1]["observation"]
    agent.configure(asset_version=1)
    provided.call_tool("list", {"path": "/"})
    assert "later.txt" not in thoughts_in(agent.ask("What is there?"))[1]["observation"]


def test_no_path_leaves_the_tree(agent: Asker, provided: ModelServer):
    for path in ("/../../etc/passwd", "../secrets", "/etc/passwd"):
        provided.call_tool("read", {"path": path})
        observation = thoughts_in(agent.ask("Look elsewhere"))[1]["observation"]
        assert "root:" not in observation
        assert observation


def test_without_files_or_tools_it_just_answers(new_asker: Callable[..., Asker], provided: ModelServer):
    agent = new_asker("agent-chat")
    events = agent.ask("Hello")
    assert said(events) == "You said: Hello"
    assert "tools" not in provided.requests[-1].body
    assert not thoughts_in(events)


def test_files_and_skills_can_be_left_out(agent: Asker, provided: ModelServer):
    for mode, tools in (
        ({"enabled": False}, set()),
        ({"assets": False}, {"use_skill"}),
        ({"skills": False}, {"list", "read", "search"}),
        ({"assets": False, "skills": False}, set()),
    ):
        agent.configure(agent_mode={"enabled": True, **mode})
        agent.ask("Hello")
        heard = provided.requests[-1]
        assert {each["function"]["name"] for each in heard.body.get("tools", [])} == tools, mode
        assert ("tides" in str(heard.turns)) == ("use_skill" in tools), mode


def test_it_ends_at_the_limit_of_steps(agent: Asker, provided: ModelServer):
    agent.configure(agent_mode={"enabled": True, "max_iteration": 2})
    for _ in range(2):
        provided.call_tool("list", {"path": "/"})
    provided.answer("I have seen enough.")
    events = agent.ask("Look around for ever")
    assert len({each["id"] for each in thoughts_in(events)}) == 2
    assert said(events) == "I have seen enough."
    assert "tools" not in provided.requests[-1].body


def test_what_an_agent_thought_stays_when_it_fails(agent: Asker, provided: ModelServer):
    provided.call_tool("list", {"path": "/"}, text="Looking.")
    provided.fail(500, "Out of order")
    events = agent.ask("Who?")
    assert events[-1]["event"] == "error"
    (message,) = agent.messages(events[0]["conversation_id"])
    assert (message["status"], message["answer"]) == ("error", "Looking.")
    assert [each["tool"] for each in message["agent_thoughts"]] == ["list"]
