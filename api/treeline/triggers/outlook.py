from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Fired:
    """The last time that a trigger was to start a run. `status`: of the run; "not_started" with `error`, "deleted"."""

    at: datetime
    status: str
    run_id: UUID | None = None
    error: str | None = None


@dataclass(frozen=True)
class Outlook:
    """What has happened to a trigger, and what is to come. `failures`: of the last `looked_at` times."""

    last: Fired | None = None
    failures: int = 0
    looked_at: int = 0
    next_at: datetime | None = None
