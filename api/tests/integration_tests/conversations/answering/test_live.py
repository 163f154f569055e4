"""Answers through real processes: the published dify-client unchanged, streams as they come, and what they hold."""

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from dify_client import ChatClient, CompletionClient, DifyClient
from sqlalchemy import text

from tests.answers import Live, LiveApp, events_in, live_answers, read, said
from tests.integration_tests.workflows.graphs import ASKED, CHATFLOW, HELLO
from tests.model_dialects import Heard, Reply, event
from tests.processes import outage, wait_until
from treeline import create_app
from treeline.settings import ROOT, Settings

WEB = ROOT / "web"


@pytest.fixture(scope="module")
def live_once(settings: Settings) -> Iterator[Live]:
    # Two connections a process: whoever held one while an answer is made would be noticed.
    with live_answers(settings, SQLALCHEMY_POOL_SIZE="1", SQLALCHEMY_POOL_TIMEOUT="3") as made:
        yield made


@pytest.fixture
def live(live_once: Live) -> Live:
    live_once.model.forget()
    return live_once


@pytest.fixture(scope="module")
def chat(live_once: Live) -> LiveApp:
    return live_once.app("chat")


def client_of(kind: Any, app: LiveApp) -> Any:
    client = kind(app.key)
    client.base_url = f"{app.live.api.base}/v1"
    return client


def test_the_chat_client_blocking(live: Live, chat: LiveApp):
    client = client_of(ChatClient, chat)
    live.model.answer("The tide comes at noon.")
    reply = client.create_chat_message(inputs={}, query="When?", user="ann")
    assert reply.status_code == 200, reply.text
    first = reply.json()
    assert first["event"] == "message"
    assert first["mode"] == "chat"
    assert first["answer"] == "The tide comes at noon."
    assert first["id"] == first["message_id"]
    assert first["metadata"]["usage"]["completion_tokens"] == 5
    assert isinstance(first["created_at"], int)
    again = client.create_chat_message({}, "Sure?", "ann", conversation_id=first["conversation_id"], files=None).json()
    assert again["conversation_id"] == first["conversation_id"]
    assert any(("assistant", "The tide comes at noon.") in heard.turns for heard in live.model.requests)
    (run,) = live.rows("SELECT status FROM runs WHERE id = :id", id=first["task_id"])
    assert run.status == "succeeded"


def test_the_chat_client_streaming(live: Live, chat: LiveApp):
    reply = client_of(ChatClient, chat).create_chat_message({}, "Hello", "ann", response_mode="streaming")
    assert reply.headers["Content-Type"].startswith("text/event-stream")
    events = [json.loads(line[6:]) for line in reply.iter_lines() if line.startswith(b"data: ")]
    assert said(events) == "You said: Hello"
    assert [event["event"] for event in events][-1] == "message_end"


def test_the_completion_client(live: Live):
    form = [{"paragraph": {"variable": "text", "label": "Text"}}]
    client = client_of(CompletionClient, live.app("completion", pre_prompt="Shorten: {{text}}", user_input_form=form))
    reply = client.create_completion_message(inputs={"text": "a long text"}, response_mode="blocking", user="ann")
    assert reply.json()["answer"] == "You said: Shorten: a long text"
    assert reply.json()["mode"] == "completion"
    reply = client.create_completion_message({"text": "this"}, "streaming", "ann", files=None)
    assert said(events_in(reply.iter_lines())) == "You said: Shorten: this"


def client_of_flow(kind: Any, live: Live, mode: str, **draft: Any) -> Any:
    """For an app that is published."""
    app = "/apps/" + live.caller.call("POST", "/apps", json={"name": "Flow", "mode": mode}).json()["id"]
    for path, body in (("workflows/draft", draft), ("workflows/publish", {})):
        reply = live.caller.call("POST", f"{app}/{path}", json=body)
        assert reply.status_code == 200, reply.text
    return client_of(kind, LiveApp(live, app.removeprefix("/apps/")))


def test_the_chat_client_asks_a_chatflow(live: Live):
    client = client_of_flow(ChatClient, live, "advanced-chat", graph=CHATFLOW, conversation_variables=[ASKED])
    reply = client.create_chat_message({"city": "Graz"}, "The weather?", "ann")
    assert reply.status_code == 200, reply.text
    first = reply.json()
    assert (first["event"], first["mode"], first["answer"]) == (
        "message",
        "advanced-chat",
        "You said: The weather? (1)",
    )
    assert first["metadata"]["usage"]["total_tokens"] > 0
    reply = client.create_chat_message({}, "Now?", "ann", "streaming", first["conversation_id"])
    events = list(events_in(reply.iter_lines()))
    assert (said(events), events[-1]["event"]) == ("You said: Now? (2)", "message_end")
    told = {each["event"] for each in events}
    assert {"workflow_started", "node_started", "node_finished", "workflow_finished"} <= told
    stored = client.get_conversation_messages("ann", first["conversation_id"])
    answers = [each["answer"] for each in stored.json()["data"]]
    assert answers == ["You said: The weather? (1)", "You said: Now? (2)"]
    assert client.message_feedback(events[-1]["message_id"], "like", "ann").json() == {"result": "success"}


def test_the_request_of_newer_clients_runs_a_workflow(live: Live):
    # This version has no call of its own for it; newer ones send this by the same request.
    client = client_of_flow(DifyClient, live, "workflow", graph=HELLO)
    asked = {"inputs": {"name": "Ann"}, "response_mode": "blocking", "user": "ann"}
    reply = client._send_request("POST", "/workflows/run", asked)  # pyright: ignore[reportPrivateUsage]  what its methods call
    assert reply.status_code == 200, reply.text
    whole = reply.json()
    assert whole["task_id"] == whole["workflow_run_id"] == whole["data"]["id"]
    assert (whole["data"]["status"], whole["data"]["outputs"]) == ("succeeded", {"text": "Hello Ann!"})
    reply = client._send_request(  # pyright: ignore[reportPrivateUsage]  the same
        "POST", "/workflows/run", asked | {"response_mode": "streaming"}, stream=True
    )
    events = list(events_in(reply.iter_lines()))
    assert events[0]["event"] == "workflow_started"
    assert events[-1]["event"] == "workflow_finished"
    assert events[-1]["data"]["outputs"] == {"text": "Hello Ann!"}
    (name,) = client.get_application_parameters("ann").json()["user_input_form"]
    assert name["text-input"]["variable"] == "name"


@pytest.mark.skipif(
    not (shutil.which("node") and (WEB / "node_modules" / "dify-client").exists()),
    reason="Node.js or the packages of the console are not installed",
)
def test_the_client_of_npm_runs_a_workflow(live: Live):
    client = client_of_flow(DifyClient, live, "workflow", graph=HELLO)
    asked = ["node", "tools/dify-client.mjs", client.base_url, client.api_key, json.dumps({"name": "Ann"})]
    ran = subprocess.run(asked, cwd=WEB, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["blocking"]["data"]["status"], told["blocking"]["data"]["outputs"]) == (
        "succeeded",
        {"text": "Hello Ann!"},
    )
    assert (told["events"][0]["event"], told["events"][-1]["event"]) == ("workflow_started", "workflow_finished")
    assert told["events"][-1]["data"]["outputs"] == {"text": "Hello Ann!"}
    assert told["form"][0]["text-input"]["variable"] == "name"
    assert told["rejected"] == {"status": 400, "code": "invalid_param"}


def test_an_agent_answers_whole_too(live: Live):
    reply = client_of(ChatClient, live.app("agent-chat")).create_chat_message({}, "Hello", "ann")
    assert (reply.json()["answer"], reply.json()["mode"]) == ("You said: Hello", "agent-chat")


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (429, "insufficient_quota", "provider_quota_exceeded"),
        (404, "model_not_found", "model_currently_not_support"),
        (500, None, "completion_request_error"),
    ],
)
def test_errors_while_somebody_waits(live: Live, chat: LiveApp, status: int, code: str | None, expected: str):
    # Whoever asks: conversations of other tests are still being named.
    live.model.script = lambda heard: Reply("Not now", status=status, code=code)
    reply = client_of(ChatClient, chat).create_chat_message({}, "Hello", "ann")
    assert (reply.status_code, reply.json()["code"]) == (400, expected)
    assert reply.json()["status"] == 400


def test_words_come_as_they_are_said(live: Live, chat: LiveApp):
    hold = live.model.hold(after=2)
    events = read(chat.ask("one two three"))
    first = next(events)
    assert first["event"] == "message"
    assert not hold.is_released
    hold.release()
    assert said([first, *events]) == "You said: one two three"


def test_a_stop_keeps_what_was_said(live: Live, chat: LiveApp):
    live.model.hold(after=2)
    events = read(chat.ask("one two three"))
    first = next(events)
    chat.stop(first["task_id"])
    seen = [first, *events]
    assert seen[-1]["event"] == "message_end"
    assert live.model.hung_up.wait(10)
    message = chat.message(first["message_id"])
    assert (message.status, message.answer) == ("stopped", said(seen))
    # The provider was cut off before it could say how many tokens it took.
    assert seen[-1]["metadata"]["usage"]["total_tokens"] > 0
    chat.stop(first["task_id"])
    # What was said stays said: the model hears it with the next question.
    live.model.forget()
    list(read(chat.ask("And?", conversation_id=first["conversation_id"])))
    assert any(("assistant", message.answer) in heard.turns for heard in live.model.requests)


def test_no_connection_is_held_while_the_model_talks(live: Live, chat: LiveApp):
    """Of the API's two connections none is taken by those who listen, blocking or streaming; the worker holds none."""
    hold = live.model.hold(after=1)
    with ThreadPoolExecutor(6) as pool:
        streams = [read(chat.ask(f"number {number}")) for number in range(2)]
        firsts = [next(stream) for stream in streams]
        waiting = [pool.submit(client_of(ChatClient, chat).create_chat_message, {}, "wait", "ann") for _ in range(4)]
        live.model.wait_for(2)
        for _ in range(10):
            assert chat.call("GET", "/conversations", params={"user": "ann"}).status_code == 200
        held = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        assert live.rows(held)[0][0] == 0
        hold.release()
        for first, stream in zip(firsts, streams, strict=True):
            assert said([first, *stream]).startswith("You said: number")
        assert [each.result().status_code for each in waiting] == [200] * 4


def delta(finish: str | None = None, **said: Any) -> bytes:
    return event({"choices": [{"index": 0, "delta": said, "finish_reason": finish}]})


def with_files(live: Live) -> LiveApp:
    """An agent that may list its files: it has none."""
    agent = live.app("agent-chat")
    for path in ("", "/1/activate"):
        reply = live.caller.call("POST", f"/apps/{agent.app_id}/assets/versions{path}", json={})
        assert reply.ok, reply.text
    return agent


LIST = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "list", "arguments": "{}"}}]}


def test_a_step_waits_for_a_database_that_is_away(live: Live):
    agent = with_files(live)
    asked, away = threading.Event(), threading.Event()
    replies = [
        (delta(reasoning_content="hm"), delta(content="Looking"), delta("tool_calls", **LIST)),
        (delta("stop", content="Fine."),),
    ]

    def script(heard: Heard) -> Reply:
        asked.set()
        away.wait(20)
        return Reply(raw=replies.pop(0))

    live.model.script = script
    events = read(agent.ask())
    assert asked.wait(20)
    with outage(live.settings):
        away.set()
        time.sleep(1.5)
        assert len(replies) == 1
    seen = list(events)
    assert seen[-1]["event"] == "message_end", seen[-1]
    assert said(seen) == "Looking\n\nFine."
    steps = live.rows(
        "SELECT tool, thought FROM message_agent_thoughts WHERE message_id = :id", id=seen[-1]["message_id"]
    )
    assert [(each.tool, each.thought) for each in steps] == [("list", "hm\n\nLooking")]


@pytest.mark.parametrize("asks", [True, False], ids=["asked before", "asked meanwhile"])
def test_a_name_waits_for_a_database_that_is_away(live: Live, chat: LiveApp, asks: bool):
    naming, away = threading.Event(), threading.Event()

    def script(heard: Heard) -> str:
        if heard.said == "When is noon?":
            return "At twelve."
        if "When is noon?" in heard.said:
            naming.set()
            away.wait(20)
        return "Noon"

    live.model.script = script
    if asks:
        end = list(read(chat.ask("When is noon?", auto_generate_name=True)))[-1]
        assert naming.wait(20)
    else:
        end = list(read(chat.ask("When is noon?")))[-1]
    with outage(live.settings):
        if not asks:
            celery = create_app(live.settings).extensions["celery"]
            celery.tasks["conversations.name"].apply_async([end["conversation_id"]])
        away.set()
        time.sleep(1.5)
    named = "SELECT name FROM conversations WHERE id = :id"
    wait_until(lambda: live.rows(named, id=end["conversation_id"])[0].name == "Noon")


def test_a_step_that_is_stored_slowly_holds_nothing_up(live: Live):
    """Whoever listens goes on being told, and the lease is kept."""
    agent = with_files(live)
    replies = [
        (delta(content="One"), delta(content=" two"), delta("tool_calls", **LIST)),
        (delta("stop", content="!"),),
    ]
    live.model.script = lambda heard: Reply(raw=replies.pop(0))
    with live.engine.begin() as connection:
        connection.execute(text("LOCK TABLE message_agent_thoughts IN ACCESS EXCLUSIVE MODE"))
        events = read(agent.ask())
        seen = [next(events)]
        while said(seen) != "One two":
            seen.append(next(events))
        assert len(replies) == 1
    seen += events
    assert seen[-1]["event"] == "message_end"
    assert said(seen) == "One two\n\n!"
