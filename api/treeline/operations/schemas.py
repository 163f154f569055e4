from typing import Literal

from treeline.kernel.schemas import Schema


class CheckOut(Schema):
    ok: bool
    message: str


class WorkerOut(Schema):
    name: str
    queues: list[str]
    seen_seconds_ago: float


class BeatOut(Schema):
    alive: bool


class HealthOut(Schema):
    """`status` speaks of what the API cannot work without; workers and Beat are only reported."""

    status: Literal["ok", "failing"]
    instance: str
    checks: dict[str, CheckOut]
    workers: list[WorkerOut]
    beat: BeatOut


class QueueOut(Schema):
    name: str
    depth: int
    consumers: int
    oldest_age: float | None


class QueuesOut(Schema):
    data: list[QueueOut]
