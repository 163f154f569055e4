"""PostgreSQL's own SQL of workflows: one statement writes a batch of the journal, and looks at the lease itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, text

from treeline.kernel.clock import now
from treeline.kernel.db import DbSession

_COLUMNS = {
    "run_id": "uuid",
    "frame": "text",
    "node_id": "text",
    "attempt": "int",
    "seq": "int",
    "node_type": "text",
    "title": "text",
    "predecessor": "text",
    "status": "text",
    "handle": "text",
    "inputs": "jsonb",
    "process_data": "jsonb",
    "outputs": "jsonb",
    "writes": "jsonb",
    "error": "text",
    "error_type": "text",
    "usage": "jsonb",
    "size": "int",
    "reused": "boolean",
    "started_at": "timestamptz",
    "finished_at": "timestamptz",
}
KEY = ("run_id", "frame", "node_id", "attempt")
NAMES = tuple(_COLUMNS)
_NAMES = ", ".join(NAMES)
TYPED = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
# What a step is beyond whose it is.
COPIED = ", ".join(name for name in _COLUMNS if name not in ("run_id", "reused", "attempt"))
_NEWER = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in KEY)
_HELD = "EXISTS (SELECT 1 FROM runs WHERE id = :run AND lease_token = :token AND status = 'running')"

# A row that was begun is finished by another one, and not begun again: a write that was given up may still arrive.
_STEPS = text(
    f"INSERT INTO workflow_steps ({_NAMES}) "  # noqa: S608  names of columns, all our own
    f"SELECT {_NAMES} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r({TYPED}) "
    f"WHERE {_HELD} ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {_NEWER} WHERE workflow_steps.seq <= excluded.seq"
)
_VALUES = text(
    "INSERT INTO workflow_values (run_id, digest, size, value, created_at) "
    "SELECT CAST(:run AS uuid), digest, size, value, now() FROM jsonb_to_recordset(CAST(:rows AS jsonb)) "
    "AS r(digest text, size int, value jsonb) ON CONFLICT (run_id, digest) DO NOTHING"
)

_FORGET = text("DELETE FROM workflow_steps WHERE run_id = :run AND frame = ANY(:frames)")


def write_steps(session: DbSession, run_id: UUID, token: int, rows: str) -> bool:
    """`rows`: a JSON array, at least one. False if this worker does not hold the run any more: nothing was written."""
    values = {"run": run_id, "token": token, "rows": rows}
    return cast(CursorResult[Any], session.execute(_STEPS, values)).rowcount > 0


def forget_frames(session: DbSession, run_id: UUID, frames: Sequence[str]) -> None:
    """Remove the rows of these frames. Written anew is only what stands for them."""
    session.execute(_FORGET, {"run": run_id, "frames": list(frames)})


def make_partitions(session: DbSession, months: int = 2) -> None:
    """Those of the months ahead. This month's steps may lie among the rest already, where they stay."""
    first = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(months):
        first = next_month(first)
        name = f"workflow_steps_{first:%Y_%m}"
        if session.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is None:
            since, until = first_id(first), first_id(next_month(first))
            session.execute(
                text(f"CREATE TABLE {name} PARTITION OF workflow_steps FOR VALUES FROM ('{since}') TO ('{until}')")
            )


def next_month(first: datetime) -> datetime:
    return (first + timedelta(days=32)).replace(day=1)


def first_id(moment: datetime) -> UUID:
    """Less than all ids that are made from then on."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def copy_steps(session: DbSession, old: UUID, new: UUID, anew: Sequence[str]) -> None:
    """Give a new run what the nodes of an old one came to, without those that are to run anew.

    Rows inside of containers stay behind: that of the container says what they came to.
    """
    session.execute(
        text(
            f"INSERT INTO workflow_steps (run_id, reused, attempt, {COPIED}) "  # noqa: S608  names of columns, all our own
            f"SELECT CAST(:new AS uuid), true, 1, {COPIED} FROM workflow_steps WHERE run_id = :old AND frame = '' "
            "AND status IN ('succeeded', 'exception') AND node_id <> ALL(:anew)"
        ),
        {"new": new, "old": old, "anew": list(anew)},
    )
    session.execute(
        text(
            "INSERT INTO workflow_values (run_id, digest, size, value, created_at) "
            "SELECT CAST(:new AS uuid), digest, size, value, now() "
            "FROM workflow_values WHERE run_id = :old"
        ),
        {"new": new, "old": old},
    )


def write_values(session: DbSession, run_id: UUID, rows: str) -> None:
    session.execute(_VALUES, {"run": run_id, "rows": rows})
