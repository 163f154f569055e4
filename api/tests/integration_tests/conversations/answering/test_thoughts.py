"""Thoughts, cut answers and odd numbers of models, as clients of an app see them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.answers import events_in, said
from tests.integration_tests.assets.conftest import Tree, publish
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.integration_tests.conversations.answering.test_agent import activate
from tests.model_dialects import event
from tests.model_server import ModelServer
from treeline.conversations.models import Message
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.events import stream_key
from treeline.runs.models import Run
from treeline.runs.sweep import sweep


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> bytes:
    return event({"choices": [{"index": 0, "delta": delta or {}, "finish_reason": finish}], **more})


def words(*texts: str, finish: str | None = "stop") -> list[bytes]:
    return [*(chunk({"content": text}) for text in texts), *([chunk({}, finish)] if finish else [])]


def thoughts_in(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["tool"], each["thought"]) for each in events if each["event"] == "agent_thought"]


def shown(events: list[dict[str, Any]]) -> str:
    """The answer as a client has it that honours `message_replace`."""
    text = ""
    for each in events:
        if each["event"] == "message_replace":
            text = each["answer"]
        elif each["event"] in ("message", "agent_message"):
            text += each["answer"]
    return text


@pytest.mark.parametrize(
    "pieces",
    [
        words("<thi", "nk>hm</thi", "nk>\n\nFine."),
        [chunk({"reasoning_content": "hm"}), *words("Fine.")],
        words("hm</th", "ink>\n\n", "Fine."),
    ],
    ids=["tags", "a field", "never opened"],
)
def test_a_chat_shows_thoughts_as_thoughts(chat: Asker, provided: ModelServer, pieces: list[bytes]):
    provided.send(*pieces)
    events = chat.ask("How are you?")
    assert shown(events) == "Fine."
    assert thoughts_in(events)[-1] == ("", "hm")
    assert events[-1]["event"] == "message_end"
    assert events[-1]["metadata"]["finish_reason"] == "stop"
    (message,) = chat.messages(events[0]["conversation_id"])
    assert message["answer"] == "Fine."
    assert [each["thought"] for each in message["agent_thoughts"]] == ["hm"]
    provided.answer("Yes")
    chat.ask("Really?", conversation_id=events[0]["conversation_id"])
    # What was thought is not said again.
    assert ("assistant", "Fine.") in provided.requests[-1].turns


def test_long_thoughts_are_told_while_they_go_on_and_kept_when_the_answer_fails(chat: Asker, provided: ModelServer):
    provided.send(*(chunk({"reasoning": "hm " * 10}) for _ in range(100)), *words("Half an", finish=None))
    events = chat.ask("How are you?")
    told = [len(thought) for _, thought in thoughts_in(events)]
    assert told == sorted(told)
    assert 3 < len(told) < 10
    assert len({each["id"] for each in events if each["event"] == "agent_thought"}) == 1
    assert shown(events) == "Half an"
    last = events[-1]
    assert (last["event"], last["code"], last["status"]) == ("error", "completion_request_error", 400)
    assert "before it was complete" in last["message"]
    (message,) = chat.messages(events[0]["conversation_id"])
    assert (message["answer"], message["status"]) == ("Half an", "error")
    assert message["agent_thoughts"][0]["thought"] == ("hm " * 1000).strip()


def test_an_answer_that_was_retracted_stays_so_when_it_fails(chat: Asker, provided: ModelServer):
    provided.send(*words("hm", "</think>", "Half", finish=None))
    events = chat.ask("How are you?")
    assert events[-1]["event"] == "error"
    (message,) = chat.messages(events[0]["conversation_id"])
    assert message["answer"] == shown(events) == "Half"


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_what_was_retracted_stays_so_when_the_events_are_made_once_more(
    chat: Asker, provided: ModelServer, flask_app: FlaskApp, kept: int
):
    """Of a stream that has expired, and of one that broke off before it was retracted, or right after."""
    provided.send(*words("hm", "</think>", "Fine."))
    told = chat.ask("How are you?")
    run_id, redis = told[0]["task_id"], flask_app.extensions["redis"]
    entries = redis.xrange(stream_key(run_id))
    redis.xdel(stream_key(run_id), *[entry_id for entry_id, _ in entries[kept:]])
    with flask_app.app_context():
        if kept:
            with unit_of_work() as session:
                overdue = update(Run).where(Run.id == run_id).values(lease_until=now() - timedelta(days=1))
                session.execute(overdue)
            sweep(redis)
        else:
            redis.delete(stream_key(run_id))
    reply: Any = chat.program.get(f"/runs/{run_id}/events", query_string={"user": "ann"})
    again = list(events_in(line for part in reply.response for line in part.splitlines()))
    assert shown(again) == shown(told) == "Fine."
    assert [each["event"] for each in again if each["event"] in ("message_end", "error")] == ["message_end"]
    assert again[-1]["message_id"] == told[-1]["message_id"]


@pytest.fixture
def agent(new_asker: Callable[..., Asker], provided: ModelServer) -> Asker:
    """One that has a file to read."""
    asker = new_asker("agent-chat")
    tree = Tree(asker.builder, asker.app_id)
    tree.ready_file("notes.txt", b"The harbour master is Anna.\n")
    publish(tree)
    activate(asker, 1)
    return asker


def test_an_agent_thinks_before_each_step(agent: Asker, provided: ModelServer):
    call = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "list", "arguments": "{}"}}]}
    provided.send(chunk({"reasoning_content": "first"}), chunk({"content": "Looking"}), chunk(call, "tool_calls"))
    provided.send(chunk({"reasoning_content": "then"}), *words("Fine."))
    events = agent.ask("What is there?")
    told = [(each["position"], each["tool"], each["thought"]) for each in events if each["event"] == "agent_thought"]
    assert told[0] == (1, "", "first")
    assert (1, "list", "first\n\nLooking") in told
    assert told[-1] == (2, "", "then")
    assert shown(events) == "Looking\n\nFine."
    sent = provided.requests[1].body["messages"]
    assert next(turn for turn in sent if turn["role"] == "assistant")["reasoning_content"] == "first"
    (message,) = agent.messages(events[0]["conversation_id"])
    assert [(each["tool"], each["thought"]) for each in message["agent_thoughts"]] == [
        ("list", "first\n\nLooking"),
        ("", "then"),
    ]


def test_running_totals_do_not_cost_an_agent_its_tools(agent: Asker, provided: ModelServer):
    usage = [{"prompt_tokens": 5000, "completion_tokens": at} for at in range(1, 61)]
    call = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "list", "arguments": "{}"}}]}
    provided.send(*(chunk({"reasoning": "."}, usage=each) for each in usage), chunk(call, "tool_calls"))
    provided.answer("Fine.")
    events = agent.ask("What is there?")
    assert [tool["function"]["name"] for tool in provided.requests[1].body["tools"]]
    assert 5060 < events[-1]["metadata"]["usage"]["total_tokens"] < 6000


@pytest.mark.parametrize("count", [2**40, -5, 1.5, "12", None, float("nan"), 10**400, [], True])
def test_numbers_and_texts_of_a_model_are_storable(chat: Asker, provided: ModelServer, flask_app: FlaskApp, count: Any):
    usage = {"prompt_tokens": count, "completion_tokens": count, "total_tokens": count}
    texts = {"content": "a\0b \ud800", "reasoning_content": "\udfff\0"}
    provided.send(chunk(texts, usage=usage, id=count, model=count), chunk({}, "stop"))
    events = chat.ask("How are you?")
    assert events[-1]["event"] == "message_end"
    assert said(events) == "a\ufffdb \ufffd"
    with flask_app.app_context(), unit_of_work() as session:
        message = session.scalars(select(Message).where(Message.id == events[0]["message_id"])).one()
        assert message.prompt_tokens >= 0
        assert message.completion_tokens > 0


def test_why_an_answer_ended_is_told(chat: Asker, provided: ModelServer):
    provided.answer("Half an", finish="length")
    events = chat.ask("How are you?")
    assert events[-1]["metadata"]["finish_reason"] == "length"
    (logged,) = chat.builder.get(
        f"/apps/{chat.app_id}/chat-messages", query_string={"conversation_id": events[0]["conversation_id"]}
    ).json["data"]
    assert logged["metadata"]["finish_reason"] == "length"
