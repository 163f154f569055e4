"""Answers while clients, workers, the API and the model break off."""

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import pytest
import requests

from tests.answers import Live, LiveApp, live_answers, read, said
from tests.processes import wait_until
from tests.runs import events_of
from treeline import create_app
from treeline.settings import Settings

pytestmark = pytest.mark.faults

LONG = " ".join(f"word{number}" for number in range(60))


@pytest.fixture
def live(settings: Settings) -> Iterator[Live]:
    with live_answers(settings) as made:
        yield made


@pytest.fixture
def chat(live: Live) -> LiveApp:
    return live.app("chat")


def test_a_client_that_is_gone_leaves_its_answer(live: Live, chat: LiveApp):
    hold = live.model.hold(after=3)
    live.model.script = lambda heard: LONG
    reply = chat.ask()
    first = next(read(reply))
    reply.close()
    hold.release()
    message = chat.ended(first["message_id"])
    assert (message.status, message.answer) == ("normal", LONG)


def test_a_worker_that_is_killed_ends_its_answer_with_a_reason(live: Live, chat: LiveApp):
    live.model.hold(after=3)
    live.model.script = lambda heard: LONG
    events = read(chat.ask())
    seen = [next(events)]
    live.workers[0].kill()
    live.worker()
    sweep = create_app(live.settings).extensions["celery"].tasks["runs.sweep"]
    message_id = seen[0]["message_id"]
    wait_until(lambda: chat.message(message_id).status != "running" or sweep.apply_async() is None, every=1)
    seen += events
    assert (seen[-1]["event"], seen[-1]["code"]) == ("error", "worker_lost")
    assert seen[-1]["message_id"] == seen[0]["message_id"]
    message = chat.message(seen[0]["message_id"])
    assert (message.status, message.answer) == ("error", said(seen))
    assert message.error == seen[-1]["message"]
    live.model.forget()
    again = list(read(chat.ask("Again", conversation_id=seen[0]["conversation_id"])))
    assert (said(again), again[-1]["event"]) == ("You said: Again", "message_end")


def test_a_model_that_breaks_off_leaves_what_it_said(live: Live, chat: LiveApp):
    for mode in ("chat", "agent-chat"):
        app = chat if mode == "chat" else live.app(mode)
        live.model.break_after(3)
        seen = list(read(app.ask()))
        assert (seen[-1]["event"], seen[-1]["code"], seen[-1]["status"]) == ("error", "completion_request_error", 400)
        message = app.message(seen[0]["message_id"])
        assert (message.status, message.answer, message.error) == ("error", said(seen), seen[-1]["message"])
        assert message.answer.startswith("One")
        again = list(read(app.ask("Again", conversation_id=seen[0]["conversation_id"])))
        assert said(again) == "You said: Again"


def test_a_stream_goes_on_after_a_restart_of_the_api(live: Live, chat: LiveApp):
    live.model.script = lambda heard: LONG
    live.model.slow(0.1)
    events = events_of(chat.ask())
    seen = list(islice(events, 2))
    path = f"/runs/{seen[0].data['task_id']}/events"
    for end in (live.api.kill, live.api.stop):
        end()
        with suppress(requests.RequestException):
            seen.extend(events)
        live.api.restart()
        headers = {"Last-Event-ID": seen[-1].id}
        events = events_of(chat.call("GET", path, params={"user": "ann"}, headers=headers, stream=True))
        seen += islice(events, 2)
    seen += events
    assert said(event.data for event in seen) == LONG
    assert seen[-1].data["event"] == "message_end"
    assert len({event.id for event in seen}) == len(seen)
    assert chat.message(seen[0].data["message_id"]).answer == LONG


def test_stops_at_any_moment(live: Live, chat: LiveApp):
    """Whenever it comes, the stored answer is what was streamed, and the stream ends with one message_end."""
    live.model.script = lambda heard: " ".join(LONG.split()[:15])
    live.model.slow(0.02)
    draw = random.Random(5)
    agent = live.app("agent-chat")
    outcomes: set[str] = set()
    for number in range(24):
        app = (chat, agent)[number % 2]
        reply = app.ask()
        task_id = str(live.rows("SELECT id FROM runs ORDER BY created_at DESC LIMIT 1")[0].id)
        time.sleep(draw.uniform(0, 0.9))
        app.stop(task_id)
        seen = list(read(reply))
        ends = [event for event in seen if event["event"] not in ("message", "agent_message")]
        assert [event["event"] for event in ends] == ["message_end"]
        message = app.message(ends[0]["message_id"])
        assert message.answer == said(seen)
        outcomes.add(message.status)
    assert outcomes == {"normal", "stopped"}


def test_a_question_waits_for_a_worker_and_none_is_lost(live: Live, chat: LiveApp):
    live.workers[0].stop()
    streams = [read(chat.ask(f"number {number}")) for number in range(6)]
    live.worker()
    for number, stream in enumerate(streams):
        assert said(stream) == f"You said: number {number}"
    wait_until(lambda: live.rows("SELECT count(*) FROM messages WHERE status = 'normal'")[0][0] == 6)
    assert not live.rows("SELECT 1 FROM runs WHERE status <> 'succeeded'")
