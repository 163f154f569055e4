"""Both ends of many streams: who publishes their events, and the clients that read them. Each is a process."""

import asyncio
import json
import re
import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, islice

from redis import Redis

from treeline.runs.events import END, EVENT, FINISHED_SECONDS, stream_key

_AT = re.compile(rb'"at": ?([0-9.]+)')
TICK_SECONDS = 0.01


def publish(redis_url: str, runs: list[str], rate: int, seconds: float) -> int:
    """Publish `rate` events a second on each stream, spread over the second; the end on all. How many events."""
    redis = Redis.from_url(redis_url)
    began, sent, total = time.monotonic(), 0, int(seconds * rate) * len(runs)
    turns = _turns(runs)
    while sent < total:
        due = min(total, int((time.monotonic() - began) * rate * len(runs)))
        commands = redis.pipeline(transaction=False)
        for number, run_id in islice(turns, due - sent):
            event = {"event": "message", "task_id": run_id, "answer": "some words of it ", "at": time.time()}
            commands.xadd(stream_key(run_id), {EVENT: json.dumps(event)}, id=f"{number}-0")
        commands.execute()
        sent = due
        time.sleep(TICK_SECONDS)
    for run_id in runs:
        redis.xadd(stream_key(run_id), {END: b""})
        redis.expire(stream_key(run_id), FINISHED_SECONDS)
    return total


def _turns(runs: list[str]) -> Iterator[tuple[int, str]]:
    return ((number, run_id) for number in count(1) for run_id in runs)


def listen(port: int, paths: list[str], authorization: str, most_seconds: float) -> list[float]:
    """Read all streams to their ends. How late each event came, in seconds."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    late: list[float] = []

    async def read(path: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        while data := await reader.read(65536):
            received = time.time()
            late.extend(received - float(at) for at in _AT.findall(data))
        writer.close()

    async def read_all() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(most_seconds), asyncio.TaskGroup() as group:
                for path in paths:
                    group.create_task(read(path))

    asyncio.run(read_all())
    return late
