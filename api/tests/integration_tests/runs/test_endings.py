"""Streams whose end Redis does not have: it comes from the row."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import delete, func, update

from tests.integration_tests.runs.conftest import Bench
from tests.processes import no_redis
from treeline.apps.models import App
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.features import give
from treeline.kernel.redis import connect_patiently
from treeline.runs.endings import StoredEnds
from treeline.runs.events import END, EVENT, START, Place, stream_key
from treeline.runs.executors import RunHandle, executors
from treeline.runs.models import Run
from treeline.runs.relay import BLOCK_SECONDS, Relay, Subscription
from treeline.runs.service import RunService

WHOLE = "Once upon a time"


class Tale:
    async def execute(self, run: RunHandle) -> None:
        raise NotImplementedError

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        raise NotImplementedError

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        if "broken" in run.input:
            raise ZeroDivisionError
        return [{"event": "agent_thought"}, {"event": "message", "answer": WHOLE}, {"event": "message_end"}]


class Tales:
    def __init__(self, bench: Bench):
        give(bench.flask_app, executors(("tale", Tale())))
        self.bench, self.redis = bench, bench.flask_app.extensions["redis"]

    def start(self, *given: str) -> UUID:
        with self.bench.flask_app.app_context(), unit_of_work() as session:
            service = RunService(session, session.get_one(App, self.bench.app_id))
            return service.start("tale", dict.fromkeys(given, True)).id

    def say(self, run_id: UUID, *texts: str, number: int = 1) -> None:
        for place, text in enumerate(texts, number):
            said = json.dumps({"event": "message", "answer": text}, separators=(",", ":")).encode()
            self.redis.xadd(stream_key(run_id), {EVENT: said}, id=f"{place}-0")

    def end(self, run_id: UUID) -> None:
        with self.bench.flask_app.app_context(), unit_of_work() as session:
            ended = update(Run).where(Run.id == run_id)
            session.execute(ended.values(status="succeeded", finished_at=func.clock_timestamp()))

    def pause(self, run_id: UUID) -> None:
        with self.bench.flask_app.app_context(), unit_of_work() as session:
            session.execute(
                update(Run).where(Run.id == run_id).values(status="paused", lease_token=1, lease_until=None)
            )

    def relay(self, redis: Redis | None = None) -> Relay:
        reader = redis or connect_patiently(self.bench.flask_app.extensions["settings"], 5 * BLOCK_SECONDS)
        return Relay(redis or self.redis, reader, StoredEnds(self.bench.flask_app, grace_seconds=0), ends_seconds=0.1)


@pytest.fixture(scope="module")
def tales(bench: Bench) -> Tales:
    return Tales(bench)


@pytest.fixture
def relay(tales: Tales) -> Iterator[Relay]:
    made = tales.relay()
    yield made
    made.close()


def told(subscription: Subscription) -> list[str]:
    """All that comes, up to the end: texts, and the names of other events."""
    found: list[str] = []
    while (entries := subscription.next(10)) is not None:
        assert entries, "nothing came for 10 s"
        events = [json.loads(data) for _, data in entries]
        found += [event.get("answer", event["event"]) for event in events]
    assert subscription.is_whole
    return found


def test_what_is_missing_of_the_answer_is_told_and_the_end(tales: Tales, relay: Relay):
    """Redis takes no more, as one that is full: what it has is told, and the rest."""
    run_id, still_running = tales.start(), tales.start()
    tales.say(run_id, "Once ", "upon ")
    tales.say(still_running, "Once ")
    streams = [relay.subscribe(run_id), relay.subscribe(run_id, Place(1)), relay.subscribe(run_id, Place(2))]
    other = relay.subscribe(still_running)
    assert streams[0].next(10)
    tales.end(run_id)
    assert "".join(told(streams[0])).removeprefix("upon ") == "a timemessage_end"
    # Whoever came back is told what was published, and the end; what they had heard before is not known.
    assert told(streams[1]) == ["upon ", "message_end"]
    assert told(streams[2]) == ["message_end"]
    assert other.next(10)
    assert other.next(0.5) == []


def test_without_redis_the_rows_tell_all(tales: Tales):
    run_id, gone, broken = tales.start(), tales.start(), tales.start("broken")
    relay = tales.relay(no_redis())
    streams = [relay.subscribe(each) for each in (run_id, gone, broken)]
    with tales.bench.flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(Run).where(Run.id == gone))
    for each in (broken, run_id):
        tales.end(each)
    assert told(streams[0]) == [WHOLE, "message_end"]
    assert told(streams[1]) == ["error"]
    assert streams[2].next(0.5) == []
    relay.close()


def test_with_its_end_in_redis_nothing_is_added(tales: Tales, relay: Relay):
    run_id = tales.start()
    tales.say(run_id, "Once ")
    subscription = relay.subscribe(run_id)
    assert subscription.next(10)
    with tales.redis.pipeline() as commands:
        commands.xadd(stream_key(run_id), {EVENT: b'{"event":"message_end"}'}, id="2-0")
        commands.xadd(stream_key(run_id), {END: b""}, id="3-0")
        commands.execute()
    tales.end(run_id)
    assert told(subscription) == ["message_end"]


def test_a_stream_that_redis_does_not_give_ends_too(tales: Tales, relay: Relay):
    run_id = tales.start()
    tales.redis.set(stream_key(run_id), "no stream")
    subscription = relay.subscribe(run_id, START)
    tales.end(run_id)
    assert told(subscription) == [WHOLE, "message_end"]


@pytest.mark.parametrize("is_published", [True, False])
def test_a_pause_ends_only_the_streams_that_end_with_it(tales: Tales, relay: Relay, is_published: bool):
    run_id, other = tales.start(), tales.start()
    tales.say(run_id, "Once ")
    waiting, going_on = relay.subscribe(run_id), relay.subscribe(run_id, past=1)
    assert waiting.next(10)
    assert going_on.next(10)
    if is_published:
        tales.redis.xadd(stream_key(run_id), {END: b"1"}, id="2-0")
    tales.pause(run_id)
    assert told(waiting)[-1:] == ([] if is_published else ["message_end"])
    # The rows of another run have been asked for since: those of this one as well.
    for _ in range(2):
        asked_later = relay.subscribe(other)
        tales.end(other)
        assert told(asked_later)
    assert going_on.next(0) == []
    tales.say(run_id, "upon ", number=3)
    assert [json.loads(data)["answer"] for _, data in going_on.next(10) or []] == ["upon "]
    tales.end(run_id)
    assert told(going_on)[-1] == "message_end"
