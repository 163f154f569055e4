from typing import Literal

from treeline.kernel.schemas import Query, Schema


class CheckOut(Schema):
    """`state`: `low` is a warning, all else that is not `ok` a failure; `full` says that only room is missing."""

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
    """A process that `dev/up` runs. `deaths`: how often it has ended in a row; `last_words`: its log's last error."""

    name: str
    state: Literal["up", "starting", "down"]
    deaths: int
    last_words: str


class HealthOut(Schema):
    """`status` speaks of what the API cannot work without; workers, Beat and the parts of `dev/up` are reported."""

    status: Literal["ok", "failing"]
    instance: str
    checks: dict[str, CheckOut]
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
    """Without `api` the document has both."""

    api: Literal["service", "console"] | None = None
