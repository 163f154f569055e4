from typing import Literal

from treeline.kernel.schemas import Query, Schema


class HealthCheckOut(Schema):
    """`state`: `ok`; `low` is a warning; anything else is a failure; `full` means out of disk space. With
    `ok`, a failure limits one feature only: `vectors`, knowledge bases.
    """

    ok: bool
    state: Literal["ok", "low", "full", "failing"]
    message: str


class WorkerOut(Schema):
    name: str
    queues: list[str]
    seen_seconds_ago: float


class BeatOut(Schema):
    alive: bool


class PartOut(Schema):
    """A process started by `dev/up`. `deaths`: exits in a row; `last_words`: the last error in its log."""

    name: str
    state: Literal["up", "starting", "down"]
    deaths: int
    last_words: str


class HealthOut(Schema):
    """`status` covers what the API depends on; workers, Beat and the processes of `dev/up` are only reported."""

    status: Literal["ok", "failing"]
    instance: str
    checks: dict[str, HealthCheckOut]
    workers: list[WorkerOut]
    beat: BeatOut
    parts: list[PartOut]


class QueueOut(Schema):
    """`tasks`: those that are sent to this queue. With tasks or messages and without a consumer, work stands still."""

    name: str
    depth: int
    consumers: int
    oldest_age: float | None
    tasks: list[str]


class QueuesOut(Schema):
    data: list[QueueOut]


class OpenApiQuery(Query):
    """Without `api`, the document contains both APIs."""

    api: Literal["service", "console"] | None = None
