"""Runs whose API, worker or Redis goes away in the middle."""

import os
import random
import re
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import pytest
import requests
from flask_migrate import upgrade

from tests.processes import wait_until
from tests.runs import QUEUE, Event, Stage, events_of, stage, words_of
from treeline import create_app
from treeline.embedded import servers
from treeline.embedded.child import Child
from treeline.kernel.redis import WAIT_SECONDS
from treeline.kernel.server.connection import LIVE_SECONDS
from treeline.runs.streaming import PING_SECONDS
from treeline.settings import Settings

pytestmark = pytest.mark.faults


@pytest.fixture
def live(settings: Settings) -> Iterator[Stage]:
    with stage(settings) as made:
        yield made


@pytest.fixture
def hasty(settings: Settings) -> Iterator[Stage]:
    """With short leases. A killed worker and a crowd have the real ones, in test_answers and test_crowded."""
    with stage(settings.model_copy(update={"run_lease_seconds": 3, "run_queued_seconds": 15})) as made:
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
        if kill:
            live.api.kill()
        else:
            # Told to stop it ends its streams, and does not wait for them.
            live.api.stop()
            assert live.run(run_id).status == "running"
        # What had been sent may still be read; then the connection ends, one way or the other.
        with suppress(requests.RequestException):
            seen.extend(events)
        live.api.restart()
        live.caller.log_in()
    seen += list(events_of(live.follow(run_id, seen[-1].id)))
    assert words_of(seen) == list(range(300))
    assert [event.id for event in seen] == [f"1-{n}" for n in range(1, len(seen) + 1)]
    assert live.run(run_id).status == "succeeded"


def test_runs_of_a_dead_worker_fail_and_a_stalled_one_is_fenced_off(hasty: Stage):
    hasty.worker("workflow_storage")
    doomed = hasty.worker()
    lost = hasty.start(words=10_000, pause=0.02)
    wait_until(lambda: hasty.run(lost).status == "running")
    events = events_of(hasty.follow(lost))
    seen = [next(events) for _ in range(5)]
    doomed.kill()
    wait_until(lambda: hasty.run(lost).status != "running" or send(hasty, "runs.sweep"), every=1)
    seen += events
    last = seen[-1].data
    assert (last["event"], last["code"], hasty.run(lost).error_code) == ("error", "worker_lost", "worker_lost")
    assert words_of(seen) == [int(word) for word in hasty.run(lost).input["answer"].split()]
    stalled_worker = hasty.worker()
    # Slower than deltas are merged, so that both words have left before it stalls. So long that the sweep is faster.
    stall = hasty.settings.run_lease_seconds + 7
    stalled = [hasty.start(words=3, pause=0.3, trouble_at=2, trouble="stall", stall=stall) for _ in range(2)]
    for run_id in stalled:
        wait_until(lambda run_id=run_id: hasty.run(run_id).status == "running")
    began = time.monotonic()
    for run_id in stalled:
        wait_until(lambda run_id=run_id: hasty.run(run_id).status == "failed" or send(hasty, "runs.sweep"), every=0.5)
    # It wakes up, and finds that nothing is its to write any more.
    time.sleep(max(0, stall + 3 - (time.monotonic() - began)))
    assert stalled_worker.process.poll() is None
    for run_id in stalled:
        assert (hasty.run(run_id).status, hasty.run(run_id).input["answer"]) == ("failed", "0 1 ")
        assert list(events_of(hasty.follow(run_id)))[-1].data["code"] == "worker_lost"
    again = hasty.start(words=3)
    assert hasty.ended(again).status == "succeeded"


@pytest.mark.parametrize("background", [False, True])
def test_a_resumable_run_outlives_its_workers(settings: Settings, background: bool):
    """Each chapter is stored once, however many workers are killed, and a client is told all of them."""
    quick = {"run_lease_seconds": 2, "run_queued_seconds": 2}
    queue = "workflow" if background else QUEUE
    with stage(settings.model_copy(update=quick)) as live:
        doomed = live.worker(queue)
        live.worker("workflow_storage")
        run_id = live.start(kind="chapters", chapters=40, pause=0.1, background=background)
        events = events_of(live.follow(run_id))
        seen = [next(events)]
        for _ in range(3):
            doomed.kill()
            killed = live.run(run_id).lease_token
            doomed = live.worker(queue)
            wait_until(lambda token=killed: live.run(run_id).lease_token > token or send(live, "runs.sweep"), every=0.5)
            seen += islice(events, 3)
        seen += events
        assert [event.data["number"] for event in seen[:-1] if event.data["event"] == "chapter"] == list(range(40))
        assert seen[-1].data["status"] == "succeeded"
        run = live.ended(run_id)
        assert run.input["answer"].split() == [str(n) for n in range(40)]
        assert (run.status, run.lease_token) == ("succeeded", 4)


def test_a_worker_that_is_told_to_stop_loses_nothing(live: Stage):
    first = live.worker()
    runs = [live.start(words=60, pause=0.03) for _ in range(8)]
    wait_until(lambda: any(live.run(run_id).status == "running" for run_id in runs))
    live.worker()
    first.stop()
    for run_id in runs:
        assert live.ended(run_id).status == "succeeded"
        assert live.run(run_id).input["answer"].split() == [str(n) for n in range(60)]


def test_a_lost_task_is_sent_again(settings: Settings):
    with stage(settings.model_copy(update={"run_queued_seconds": 4})) as live:
        live.worker("workflow_storage")
        redis = live.flask_app.extensions["redis"]
        run_id = live.start(words=3)
        assert redis.delete(QUEUE) == 1
        send(live, "runs.sweep")
        # Not yet: it may be on its way.
        time.sleep(2)
        assert (redis.llen(QUEUE), live.run(run_id).status) == (0, "queued")
        wait_until(lambda: redis.llen(QUEUE) or send(live, "runs.sweep"), every=0.5)
        live.worker()
        assert live.ended(run_id).status == "succeeded"


def test_whoever_does_not_read_is_cut_off_and_comes_back(live: Stage):
    """It holds a thread of the API for as long as it is waited for, and no longer."""
    live.worker()
    token = live.caller.call("POST", f"/apps/{live.app_id}/api-keys").json()["token"]
    # More than all buffers on the way hold.
    run_id = live.start("ann", words=120, noise=120_000)
    path = f"/v1/runs/{run_id}/events?user=ann"
    got = b""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        client.connect(("127.0.0.1", live.api.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        assert live.ended(run_id).status == "succeeded"
        time.sleep(LIVE_SECONDS + 5)
        client.settimeout(5)
        # A connection that is still open would time out here, and fail the test.
        with suppress(ConnectionResetError):
            while data := client.recv(1 << 20):
                got += data
    assert b'"event":"done"' not in got
    # What came whole, and from there on.
    whole = rb"^id: (\S+)\ndata: \{.*\}$"
    ids = re.findall(whole, got, re.MULTILINE)
    rest = live.follow(run_id, ids[-1].decode()).content
    ids += re.findall(whole, rest, re.MULTILINE)
    assert ids == [b"1-%d" % n for n in range(1, len(ids) + 1)]
    assert b'"event":"done"' in rest


def test_a_silent_stream_pings(live: Stage):
    live.worker()
    run_id = live.start(words=2, pause=PING_SECONDS + 3)
    began, pings = time.monotonic(), []
    lines = iter(live.follow(run_id).iter_lines(chunk_size=1))
    while len(pings) < 2:
        if next(lines) == b"event: ping":
            assert next(lines) == b""
            pings.append(time.monotonic() - began)
    # One to begin with, so that the client has the headers.
    assert pings[0] < 5
    assert PING_SECONDS - 2 < pings[1] < PING_SECONDS + 5
    live.stop(run_id)


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


@contextmanager
def stage_of_its_own(settings: Settings, folder: Path) -> Iterator[tuple[Stage, servers.Servers]]:
    """With servers that may be stopped."""
    with servers.start(folder) as own:
        addresses = {"database_url": own.database_url, "redis_url": own.redis_url, "treeline_data": folder}
        with create_app(settings.model_copy(update=addresses)).app_context():
            upgrade()
        live = Stage(settings.model_copy(update=addresses))
        try:
            live.worker()
            yield live, own
        finally:
            live.close()


def child(own: servers.Servers, name: str) -> Child:
    found = next(child for child in own.children if name in child.name)
    assert found.process is not None
    return found


@pytest.mark.parametrize("outage", ["stopped", "paused"])
def test_answers_that_end_while_postgresql_is_away_are_stored(settings: Settings, tmp_path: Path, outage: str):
    with stage_of_its_own(settings, tmp_path) as (live, own):
        live.worker()
        postgres = child(own, "postgres")
        assert postgres.process is not None
        runs = [live.start(words=60, pause=0.05) for _ in range(4)]
        streams = [events_of(live.follow(run_id)) for run_id in runs]
        seen = [[next(stream)] for stream in streams]
        processes = [postgres.process.pid, *children_of(postgres.process.pid)]
        if outage == "stopped":
            postgres.process.send_signal(signal.SIGINT)
            postgres.process.wait()
        else:
            for pid in processes:
                os.kill(pid, signal.SIGSTOP)
        time.sleep(8)
        if outage == "stopped":
            postgres.start()
            postgres.wait_until_ready()
        else:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)
        for told, stream in zip(seen, streams, strict=True):
            told += stream
            assert words_of(told) == list(range(60))
            assert told[-1].data["status"] == "succeeded"
        assert [live.ended(run_id).status for run_id in runs] == ["succeeded"] * 4


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_what_a_frozen_redis_holds_up_goes_on_without_it(settings: Settings, tmp_path: Path):
    with stage_of_its_own(settings, tmp_path) as (live, own):
        token = live.caller.call("POST", f"/apps/{live.app_id}/api-keys").json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        run_id = live.start("ann", words=40, pause=0.05)
        path = f"{live.api.base}/v1/runs/{run_id}"
        events = events_of(requests.get(f"{path}/events?user=ann", headers=headers, stream=True, timeout=60))
        seen = [next(events)]
        redis = child(own, "redis")
        assert redis.process is not None
        redis.process.send_signal(signal.SIGSTOP)
        try:
            replies = [requests.get(f"{path}?user=ann", headers=headers, timeout=30) for _ in range(20)]
            assert {reply.status_code for reply in replies} == {200}
            # Not each of them, but one in REST_SECONDS waits.
            assert sum(reply.elapsed.total_seconds() >= WAIT_SECONDS for reply in replies) < len(replies)
            seen += events
            assert seen[-1].data["status"] == "succeeded"
            assert words_of(seen) == list(range(40))
            again = events_of(requests.get(f"{path}/events?user=ann", headers=headers, stream=True, timeout=60))
            assert words_of(list(again)) == list(range(40))
        finally:
            redis.process.send_signal(signal.SIGCONT)
        assert live.ended(live.start(words=3)).status == "succeeded"


def test_redis_goes_away_and_comes_back(settings: Settings, tmp_path: Path):
    """Events wait for it, clients too, and the answer is stored whatever happens."""
    with stage_of_its_own(settings, tmp_path) as (live, own):
        run_id = live.start(words=500, pause=0.03)
        events = events_of(live.follow(run_id))
        seen = [next(events) for _ in range(3)]
        redis = child(own, "redis")
        assert redis.process is not None
        redis.process.send_signal(signal.SIGKILL)
        redis.process.wait()
        # Asked while it is away, and once it is back: neither waits for the answer that is being made.
        with ThreadPoolExecutor() as asking:
            asked = asking.submit(live.start, words=3)
            time.sleep(1)
            redis.start()
            redis.wait_until_ready()
            meanwhile = [asked.result(), live.start(words=3)]
        assert [live.ended(each).status for each in meanwhile] == ["succeeded"] * 2
        assert live.run(run_id).status == "running"
        assert live.ended(run_id).status == "succeeded"
        seen += events
        assert words_of(seen) == list(range(500)) == [int(n) for n in live.run(run_id).input["answer"].split()]
        assert seen[-1].data["status"] == "succeeded"
