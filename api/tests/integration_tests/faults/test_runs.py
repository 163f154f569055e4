"""Runs whose API, worker or Redis goes away in the middle."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
import requests
from flask_migrate import upgrade

from tests.processes import wait_until
from tests.runs import QUEUE, Event, Stage, events_of, stage, words_of
from treeline import create_app
from treeline.embedded import servers
from treeline.runs.leases import LEASE_SECONDS
from treeline.settings import Settings

pytestmark = pytest.mark.faults


@pytest.fixture
def live(settings: Settings) -> Iterator[Stage]:
    with stage(settings) as made:
        yield made


def send(live: Stage, task: str, *args: str) -> None:
    with live.flask_app.app_context():
        live.flask_app.extensions["celery"].tasks[task].apply_async(args)


def test_a_stream_goes_on_with_another_api(live: Stage):
    """Whatever the API does, the client that comes back has every event once."""
    live.worker()
    run_id = live.start(words=300, pause=0.02)
    seen: list[Event] = []
    for kill in (True, False):
        reply = live.follow(run_id, seen[-1].id if seen else "")
        events = events_of(reply)
        seen += islice(events, 5)
        began = time.monotonic()
        if kill:
            live.api.kill()
        else:
            # Told to stop it ends its streams, and does not wait for them.
            live.api.stop()
            assert time.monotonic() - began < 5
        # What had been sent may still be read; then the connection ends, one way or the other.
        with suppress(requests.RequestException):
            seen.extend(events)
        live.api.restart()
        live.caller.log_in()
    seen += list(events_of(live.follow(run_id, seen[-1].id)))
    assert words_of(seen) == list(range(300))
    assert [event.id for event in seen] == [f"{n}-0" for n in range(1, len(seen) + 1)]
    assert live.run(run_id).status == "succeeded"


def test_runs_of_a_dead_worker_fail_and_a_stalled_one_is_fenced_off(live: Stage):
    stalled_worker = live.worker()
    stall = LEASE_SECONDS + 25
    stalled = [live.start(words=3, pause=0.05, trouble_at=2, trouble="stall", stall=stall) for _ in range(2)]
    for run_id in stalled:
        wait_until(lambda run_id=run_id: live.run(run_id).status == "running")
    doomed = live.worker()
    lost = live.start(words=10_000, pause=0.02)
    wait_until(lambda: live.run(lost).status == "running")
    live.worker("workflow_storage")
    events = events_of(live.follow(lost))
    seen = [next(events) for _ in range(5)]
    doomed.kill()
    died = time.monotonic()
    while live.run(lost).status == "running":
        assert time.monotonic() - died < 60
        send(live, "runs.sweep")
        time.sleep(2)
    seen += events
    last = seen[-1].data
    assert (last["event"], last["code"], live.run(lost).error_code) == ("error", "worker_lost", "worker_lost")
    assert words_of(seen) == [int(word) for word in live.run(lost).input["answer"].split()]
    for run_id in stalled:
        wait_until(lambda run_id=run_id: live.run(run_id).status == "failed" or send(live, "runs.sweep"))
    # It wakes up, and finds that nothing is its to write any more.
    time.sleep(max(0, stall + 5 - (time.monotonic() - died)))
    assert stalled_worker.process.poll() is None
    for run_id in stalled:
        assert (live.run(run_id).status, live.run(run_id).input["answer"]) == ("failed", "0 1 ")
        assert list(events_of(live.follow(run_id)))[-1].data["code"] == "worker_lost"
    again = live.start(words=3)
    assert live.ended(again).status == "succeeded"


def test_a_worker_that_is_told_to_stop_loses_nothing(live: Stage):
    first = live.worker()
    runs = [live.start(words=60, pause=0.03) for _ in range(8)]
    wait_until(lambda: any(live.run(run_id).status == "running" for run_id in runs))
    live.worker()
    first.stop()
    for run_id in runs:
        assert live.ended(run_id).status == "succeeded"
        assert live.run(run_id).input["answer"].split() == [str(n) for n in range(60)]


def test_a_lost_task_is_sent_again(live: Stage):
    run_id = live.start(words=3)
    live.flask_app.extensions["redis"].flushdb()
    live.worker(QUEUE, "workflow_storage")
    send(live, "runs.sweep")
    # Not yet: it may be on its way.
    time.sleep(2)
    assert live.run(run_id).status == "queued"
    wait_until(lambda: live.run(run_id).status == "succeeded" or (send(live, "runs.sweep"), time.sleep(2))[0], 90)


def test_stops_at_any_moment_end_once(live: Stage):
    live.worker()
    draw = random.Random(11)
    for _ in range(20):
        run_id = live.start(words=25, pause=0.02)
        time.sleep(draw.uniform(0, 0.7))
        live.stop(run_id)
        ends = [event.data for event in events_of(live.follow(run_id)) if event.data["event"] != "message"]
        run = live.run(run_id)
        assert [end["status"] for end in ends] == [run.status]
        assert run.status in ("stopped", "succeeded")
        words = run.input["answer"].split()
        assert words == [str(n) for n in range(len(words))]


def test_redis_goes_away_and_comes_back(settings: Settings, tmp_path: Path):
    """Events wait for it, clients too, and the answer is stored whatever happens."""
    with servers.start(tmp_path) as own:
        addresses = {"database_url": own.database_url, "redis_url": own.redis_url, "treeline_data": tmp_path}
        with create_app(settings.model_copy(update=addresses)).app_context():
            upgrade()
        live = Stage(settings.model_copy(update=addresses))
        try:
            live.worker()
            run_id = live.start(words=150, pause=0.03)
            events = events_of(live.follow(run_id))
            seen = [next(events) for _ in range(3)]
            redis = next(child for child in own.children if "redis" in child.name)
            assert redis.process is not None
            redis.process.send_signal(signal.SIGKILL)
            redis.process.wait()
            time.sleep(1)
            redis.start()
            redis.wait_until_ready()
            assert live.ended(run_id).status == "succeeded"
            seen += events
            assert words_of(seen) == list(range(150)) == [int(n) for n in live.run(run_id).input["answer"].split()]
            assert seen[-1].data["status"] == "succeeded"
        finally:
            live.close()
