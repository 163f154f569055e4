"""How much ordinary clients notice of slow ones, and of one key that takes what it can get.

Twenty clients work, each request after the other; then the same beside 1,000 connections that send half a header, a
trickling body, nothing, or read nothing; then beside 300 idle streams and 300 trickling uploads of another app's key.
The latter comes back each 4 s with all that was rejected, so that it costs processor too: its goal is 3 x.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import NamedTuple

import requests

from benchmarks.parts import stack as stacks
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, number
from benchmarks.streams import USER, runs_of

CLIENTS, LARGE = 20, 2 * 1024 * 1024
PAUSE_SECONDS = 0.1


class Work(NamedTuple):
    """`p95` in seconds."""

    done: int
    failed: int
    p95: float


def worked(base: str, key: str, seconds: float) -> Work:
    took, failed = list[float](), list[object]()
    until = time.monotonic() + seconds

    def work() -> None:
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {key}"
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                session.get(f"{base}/v1/assets/tree", timeout=30).raise_for_status()
                took.append(time.perf_counter() - began)
            except requests.RequestException as error:
                failed.append(error)
            time.sleep(PAUSE_SECONDS)

    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(work) for _ in range(CLIENTS)]:
            done.result()
    return Work(len(took), len(failed), sorted(took)[int(len(took) * 0.95)] if took else float("nan"))


@contextmanager
def beside(port: int, openings: list[bytes]) -> Iterator[None]:
    """Connections that each send this, and then a byte now and then; another takes the place of one that was closed."""
    over = threading.Event()

    def opened(opening: bytes) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", port))
        sock.sendall(opening)
        return sock

    def trickle() -> None:
        socks = [opened(opening) for opening in openings]
        started.set()
        while not over.wait(4):
            for place, opening in enumerate(openings):
                try:
                    if opening and not opening.startswith(b"GET"):
                        socks[place].send(b" ")
                except OSError:
                    with suppress(OSError):
                        socks[place] = opened(opening)
        for sock in socks:
            sock.close()

    started = threading.Event()
    thread = threading.Thread(target=trickle)
    thread.start()
    started.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join()


def slow_clients(count: int) -> list[bytes]:
    kinds = [
        b"",
        b"GET /health HTTP/1.1\r\nHost: x\r\n",
        b"POST /v1/chat-messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
        b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 20,
    ]
    return [kinds[number % len(kinds)] for number in range(count)]


def greedy_key(stack: Stack, count: int) -> list[bytes]:
    app_id = stack.caller.new_app()
    key = f"Host: x\r\nAuthorization: Bearer {stack.created(f'/apps/{app_id}/api-keys', {})['token']}\r\n"
    (run,) = runs_of(stack, app_id, 1)
    stream = f"GET /v1/runs/{run}/events?user={USER} HTTP/1.1\r\n{key}\r\n"
    upload = f"POST /v1/files/upload HTTP/1.1\r\n{key}Content-Type: multipart/form-data; boundary=b\r\n"
    return [stream.encode()] * count + [f"{upload}Content-Length: {LARGE}\r\n\r\n".encode()] * count


def main() -> None:
    options = read_options(__doc__)
    slow, greedy, seconds = (40, 10, 2.0) if options.quick else (1000, 300, 60.0)
    with stacks.running() as stack:
        app_id = stack.caller.new_app()
        key = stack.created(f"/apps/{app_id}/api-keys", {})["token"]
        port, base = stack.api.port, stack.api.base

        def measured(openings: Callable[[], list[bytes]]) -> Work:
            with beside(port, openings()):
                return worked(base, key, seconds)

        alone = worked(base, key, seconds)
        crowded = measured(lambda: slow_clients(slow))
        shared = measured(lambda: greedy_key(stack, greedy))
        after = worked(base, key, seconds / 2)
    rows = [Row(f"{CLIENTS} clients, undisturbed", _shown(alone), alone.p95 * 1e3, "ms at p95")]
    for name, work, most in (
        (f"  beside {slow:,} slow connections", crowded, 2),
        (f"  beside {greedy} streams, {greedy} slow uploads of one key", shared, 3),
        ("  after all of them have left", after, 2),
    ):
        rows.append(Row(name, _shown(work), work.p95 / alone.p95, "x undisturbed", most))
        answered = work.done / (work.done + work.failed) * 100
        rows.append(Row(f"{name}: answered", "", answered, "%", 100, at_least=True))
    finish("clients", rows, options)


def _shown(work: Work) -> str:
    return f"{number(work.done)} requests, p95 {work.p95 * 1e3:.0f} ms, {work.failed} failed"


if __name__ == "__main__":
    main()
