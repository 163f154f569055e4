"""Clients that take their time: they hold no thread, and in the end they go."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.answers import PROVIDER, config, provider_of
from tests.integration_tests.server.conftest import STREAMS, THREADS, TRANSFERS, Wire, get, post, wires
from tests.integration_tests.server.test_framing import CHAT, CHUNKED, file_of, is_well, upload_url
from tests.model_server import ModelServer
from tests.processes import Api, Caller, wait_until
from tests.pushes import Pusher
from tests.runs import Stage, events_of

MIB = 1 << 20
MANY = 10 * THREADS


def key_of(stage: Stage, app_id: str = "") -> str:
    reply = stage.caller.call("POST", f"/apps/{app_id or stage.app_id}/api-keys")
    return f"Authorization: Bearer {reply.json()['token']}"


def cookie_of(caller: Caller) -> str:
    return "Cookie: " + "; ".join(f"{each.name}={each.value}" for each in caller.session.cookies)


HALVES = [
    b"",
    b"GET /health HTTP/1.1\r\nHost: x\r\n",
    post(CHAT, "Content-Length: 1000", body=b"{"),
    post(CHAT, "Expect: 100-continue", "Content-Length: 1000"),
    post(CHAT, CHUNKED, body=b"10\r\n{"),
    post(CHAT, CHUNKED, body=b"1"),
    get("/health") + b"GET /he",
]


def test_who_stops_in_a_request_holds_nothing_and_goes(api: Api):
    with wires(api, MANY * len(HALVES)) as slow:
        for number, each in enumerate(slow):
            each.send(HALVES[number % len(HALVES)])
        assert is_well(api)
        assert all(each.is_over() for each in slow)
    assert is_well(api)


def test_a_body_that_trickles_is_ended(api: Api):
    with wires(api, MANY) as slow:
        for each in slow:
            each.send(post(CHAT, "Content-Length: 1000"))
        left = set(slow)
        while left:
            assert is_well(api)
            for each in list(left):
                with suppress(ConnectionError):
                    each.send(b" ")
                each.sock.settimeout(0.001)
                with suppress(TimeoutError):
                    reply = each.sock.recv(65536)
                    assert reply.startswith(b"HTTP/1.1 408 ")
                    left.remove(each)


def test_an_upload_that_trickles_is_ended_and_says_why(small: Stage, caller: Caller, wire: Wire):
    url = upload_url(small, caller, 4 * MIB)
    wire.send(post(url, f"Content-Length: {4 * MIB}", method="PUT", body=b"a" * MIB))
    wire.sock.settimeout(0.05)
    while True:
        try:
            reply = wire.reply()
            break
        except TimeoutError:
            wire.send(b"a")
    assert (reply.status, reply.json["code"]) == (408, "request_timeout")
    assert wire.sock.recv(10) == b""
    # Nothing of it was kept, and the place is free again.
    data = b"a" * 4 * MIB
    assert requests.put(small.api.base + url, data=data, timeout=20).status_code == 204


def test_a_rejected_body_that_never_ends(api: Api, wire: Wire):
    """It is told, read on for a while so that it can hear it, and left."""
    wire.send(post(CHAT, CHUNKED))
    piece, sent = b"100000\r\n" + b" " * MIB + b"\r\n", 0
    with suppress(ConnectionError):
        while sent < 1024:
            wire.send(piece)
            sent += 1
    assert sent < 1024
    assert is_well(api)


def test_a_rejected_client_that_stays_is_left_in_the_end(api: Api):
    with wires(api, MANY) as slow:
        for each in slow:
            each.send(post(CHAT, f"Content-Length: {8 * MIB}", body=b" "))
        for each in slow:
            assert each.reply().status == 401
        assert is_well(api)


@contextmanager
def downloads(stage: Stage, caller: Caller, count: int, data: bytes) -> Iterator[list[Wire]]:
    """Clients that have asked for a large file and read nothing."""
    node = file_of(stage, caller, data)
    path = f"/console/api/apps/{stage.app_id}/assets/files/{node}/raw"
    with wires(stage.api, count, receive_buffer=65536) as made:
        for each in made:
            each.send(get(path, cookie_of(caller)))
        yield made


def test_downloads_that_nobody_reads(small: Stage, caller: Caller):
    data = os.urandom(8 * MIB)
    with downloads(small, caller, MANY, data) as slow:
        assert is_well(small.api)
        statuses = [each.sock.recv(12) for each in slow]
        # One account takes no more than its share; the rest are told at once.
        assert set(statuses) == {b"HTTP/1.1 200", b"HTTP/1.1 429"}
        assert statuses.count(b"HTTP/1.1 200") >= TRANSFERS - TRANSFERS // 4
        # Those who have begun and do not go on are cut off.
        path = f"/apps/{small.app_id}/assets/files/{file_of(small, caller, data)}/raw"
        wait_until(lambda: caller.call("GET", path).content == data, 20)


def test_a_slow_reader_that_keeps_the_pace_gets_all(small: Stage, caller: Caller):
    data = os.urandom(6 * MIB)
    with downloads(small, caller, 1, data) as (one,):
        response = one.sock.makefile("rb")
        while response.readline() != b"\r\n":
            pass
        got = b""
        while len(got) < len(data):
            got += response.read(MIB)
            time.sleep(0.3)
        assert got == data


def test_small_answers_that_nobody_reads(small: Stage, caller: Caller):
    """Many requests together on one connection, whose answers fill every buffer on the way."""
    node = file_of(small, caller, os.urandom(MIB // 2))
    path = f"/console/api/apps/{small.app_id}/assets/files/{node}/raw"
    idle = files_of(small.api)
    with wires(small.api, THREADS, receive_buffer=65536) as slow:
        for each in slow:
            each.send(get(path, cookie_of(caller)) * 40)
        assert is_well(small.api)
        # They are cut off where they stand.
        wait_until(lambda: files_of(small.api) <= idle + 2, 20)


def files_of(api: Api) -> int:
    """How many files and connections the API's one worker process has open."""
    return len(list(Path(f"/proc/{worker_of(api)}/fd").iterdir()))


def test_more_streams_than_threads(small: Stage):
    """Open streams, of which nobody reads any, beside requests that are answered."""
    keys = [key_of(small), key_of(small, small.caller.new_app())]
    run_id = small.start("ann")
    with wires(small.api, STREAMS * 3) as slow:
        for each in slow:
            each.send(get(f"/v1/runs/{run_id}/events?user=ann", keys[0]))
        replies = [each.sock.recv(12) for each in slow]
        share = STREAMS - STREAMS // 4
        assert replies.count(b"HTTP/1.1 200") == share
        assert replies.count(b"HTTP/1.1 429") == STREAMS * 3 - share
        assert is_well(small.api)
        assert requests.get(f"{small.api.base}/v1/nothing", timeout=20).status_code == 404
    wait_until(lambda: streams_again(small, run_id))
    small.stop(run_id)


def test_blocking_answers_hold_no_thread(small: Stage):
    """As many as there are threads, of two apps; there is no worker, so none of them ends."""
    call = small.caller.call
    with ModelServer() as model:
        made = call("POST", f"/workspaces/current/model-providers/{PROVIDER}/credentials", json=provider_of(model))
    assert made.status_code == 201, made.text
    apps = [call("POST", "/apps", json={"name": name, "mode": "chat"}).json()["id"] for name in ("One", "Two")]
    for app_id in apps:
        assert call("POST", f"/apps/{app_id}/model-config", json=config()).status_code == 200
    keys = [key_of(small, app_id) for app_id in apps]
    body = b'{"inputs": {}, "query": "Hi", "user": "ann", "response_mode": "blocking"}'
    headers = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    asked = [post(CHAT, each, *headers, body=body) for each in keys]
    share = STREAMS - STREAMS // 4
    with wires(small.api, THREADS) as many:
        for number, each in enumerate(many):
            each.send(asked[number >= share])
        # They wait in the loop: the threads are there for others.
        wait_until(lambda: call("GET", f"/apps/{apps[1]}/chat-conversations").json()["total"] == THREADS - share)
        assert is_well(small.api)
        for each in many:
            each.sock.settimeout(0)
            with pytest.raises(BlockingIOError):
                each.sock.recv(1)


def streams_again(stage: Stage, run_id: Any) -> bool:
    """Places come back when their clients have gone."""
    reply = stage.caller.call("GET", f"/apps/{stage.app_id}/runs/{run_id}/events", stream=True)
    reply.close()
    return reply.status_code == 200


def test_a_pack_that_breaks_off_keeps_what_was_verified(small: Stage, caller: Caller):
    """100 MiB, of which the last file never comes whole; and no more memory for it than for a small one."""
    files = {f"{n}.bin": bytes([n]) * MIB for n in range(100)}
    pusher = Pusher(caller, caller.new_app())
    upload = pusher.sync(files).json()["upload"]
    by_order = list(pusher.packs(upload, files))
    body = b"".join(by_order)
    before = peak_of(small.api)
    path = "/" + upload["pack_url"].split("/", 3)[3]
    with wires(small.api, 1) as (one,):
        one.send(post(path, f"Content-Length: {len(body)}", method="PUT"), body[: -MIB // 2])
        one.sock.shutdown(socket.SHUT_RDWR)
    # Each look hashes all of them.
    wait_until(lambda: len(pusher.sync(files).json()["upload"]["missing"]) == 1, every=0.5)
    assert peak_of(small.api) - before < 48 * 1024


def peak_of(api: Api) -> int:
    """In KiB."""
    lines = Path(f"/proc/{worker_of(api)}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def worker_of(api: Api) -> str:
    master = api.process.pid
    (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return worker


@pytest.mark.faults
def test_a_stop_ends_streams_at_once_and_they_go_on(small: Stage):
    """SIGTERM while a stream is open: it ends whole, without waiting for the run."""
    run_id = small.start()
    reply = small.follow(run_id)
    lines = reply.iter_lines(chunk_size=1)
    assert next(lines) == b"event: ping"
    small.api.process.terminate()
    assert list(events_of(reply)) == []
    small.api.process.wait(10)
    small.api.restart()
    again = small.follow(run_id)
    assert next(again.iter_lines(chunk_size=1)) == b"event: ping"
    again.close()
    small.stop(run_id)
