"""Heartbeats of workers and Beat, in Redis: which queues have a worker, and since when others have none.

One sorted set per queue, scored by time: asking the workers would take a second each time (measured), this takes less
than a millisecond for all queues.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
from celery.signals import beat_init, worker_ready, worker_shutting_down
from flask import Flask
from redis.exceptions import RedisError

from treeline.kernel.redis_clock import RedisClock
from treeline.kernel.tasks import QUEUES

log = logging.getLogger(__name__)

EVERY_SECONDS = 5
ALIVE_SECONDS = 20
BEAT = "treeline:beat"


@dataclass(frozen=True)
class Worker:
    name: str
    queues: list[str]
    seen_seconds_ago: float


def _key(queue: str) -> str:
    return f"treeline:consumers:{queue}"


class Heartbeat:
    def __init__(self, client: redis.Redis):
        self.client, self.clock = client, RedisClock(client)

    def worker(self, name: str, queues: list[str]) -> None:
        now = self.clock.now()
        with self.client.pipeline(transaction=False) as pipe:
            for queue in queues:
                pipe.zadd(_key(queue), {name: now})
                pipe.zremrangebyscore(_key(queue), 0, now - 10 * ALIVE_SECONDS)
            pipe.execute()

    def worker_gone(self, name: str) -> None:
        with self.client.pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.zrem(_key(queue), name)
            pipe.execute()

    def beat(self) -> None:
        self.client.set(BEAT, self.clock.now(), ex=ALIVE_SECONDS)

    def beat_is_alive(self) -> bool:
        return self.client.exists(BEAT) == 1

    def workers(self) -> list[Worker]:
        """Those seen lately, with the queues that each drains."""
        queues: dict[str, list[str]] = {}
        seen: dict[str, float] = {}
        for queue, consumers in self._consumers().items():
            for name, at in consumers:
                queues.setdefault(name, []).append(queue)
                seen[name] = max(at, seen.get(name, 0))
        now = self.clock.now()
        return [Worker(name, queues[name], round(max(0.0, now - seen[name]), 1)) for name in sorted(queues)]

    def consumer_counts(self) -> dict[str, int]:
        return {queue: len(consumers) for queue, consumers in self._consumers().items()}

    def _consumers(self) -> dict[str, list[tuple[str, float]]]:
        since = self.clock.now() - ALIVE_SECONDS
        with self.client.pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.zrangebyscore(_key(queue), since, "+inf", withscores=True)
            found: list[list[tuple[bytes, float]]] = pipe.execute()
        return {queue: [(name.decode(), at) for name, at in rows] for queue, rows in zip(QUEUES, found, strict=True)}


def _repeat(write: Callable[[], None]) -> None:
    """Write now and then every few seconds, until the process ends; a Redis that is away is met again later."""

    def run() -> None:
        while True:
            try:
                write()
            except RedisError as error:
                log.warning("heartbeat not sent: %s", error)
            time.sleep(EVERY_SECONDS)

    threading.Thread(target=run, name="heartbeat", daemon=True).start()


def register(flask_app: Flask) -> None:
    heartbeat = Heartbeat(flask_app.extensions["redis"])

    @worker_ready.connect(weak=False, dispatch_uid="treeline-heartbeat")
    def started(sender: Any, **_: object) -> None:
        queues = [name for name in sender.app.amqp.queues.consume_from if name in QUEUES]
        _repeat(lambda: heartbeat.worker(sender.hostname, queues))

    @worker_shutting_down.connect(weak=False, dispatch_uid="treeline-heartbeat")
    def stopping(sender: str, **_: object) -> None:
        heartbeat.worker_gone(sender)

    @beat_init.connect(weak=False, dispatch_uid="treeline-heartbeat")
    def beat_started(**_: object) -> None:
        _repeat(heartbeat.beat)
