"""Queues, as the console and `treeline queues` show them."""

import json
from dataclasses import dataclass

import redis

from treeline.kernel.redis_clock import RedisClock
from treeline.kernel.tasks import QUEUES
from treeline.operations.heartbeat import Heartbeat


@dataclass(frozen=True)
class Queue:
    """`depth`: messages that wait. `oldest_age`: seconds that the oldest of them has waited; None if none waits."""

    name: str
    depth: int
    consumers: int
    oldest_age: float | None


def queues(client: redis.Redis) -> list[Queue]:
    """All 18, in their order."""
    with client.pipeline(transaction=False) as pipe:
        for name in QUEUES:
            pipe.llen(name)
            # kombu pushes left and pops right: the oldest stands last.
            pipe.lindex(name, -1)
        found = pipe.execute()
    consumers = Heartbeat(client).consumer_counts()
    now = RedisClock(client).now()
    return [Queue(name, found[2 * i], consumers[name], _age(found[2 * i + 1], now)) for i, name in enumerate(QUEUES)]


def _age(message: bytes | None, now: float) -> float | None:
    if message is None:
        return None
    enqueued_at = json.loads(message)["headers"].get("enqueued_at")
    return None if enqueued_at is None else round(max(0.0, now - enqueued_at), 1)
