"""The journal on MySQL and MariaDB: the same functions as in `postgres.py`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, literal, select, true
from sqlalchemy.dialects.postgresql import insert

from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.workflows.models import WorkflowStep, WorkflowValue
from treeline.workflows.postgres import KEY, NAMES

_STEPS, _VALUES = cast(Table, WorkflowStep.__table__), cast(Table, WorkflowValue.__table__)
_COPIED = [_STEPS.c[name] for name in NAMES if name not in ("run_id", "reused", "attempt")]


def write_steps(session: DbSession, run_id: UUID, token: int, rows: str) -> bool:
    held = (Run.id == run_id, Run.lease_token == token, Run.status == "running")
    if session.scalar(select(Run.id).where(*held)) is None:
        return False
    written = insert(_STEPS)
    newer = {name: written.excluded[name] for name in NAMES if name not in KEY}
    # A row that was begun is finished by another one, and not begun again.
    over = written.on_conflict_do_update(index_elements=KEY, set_=newer, where=_STEPS.c.seq <= written.excluded.seq)
    session.execute(over, [step_row(step) for step in json.loads(rows)])
    return True


def step_row(step: Mapping[str, Any]) -> dict[str, Any]:
    """Of a step as JSON: what a statement takes."""
    row: dict[str, Any] = {name: step.get(name) for name in NAMES} | {"run_id": UUID(step["run_id"])}
    for name in ("started_at", "finished_at"):
        row[name] = datetime.fromisoformat(row[name]) if row[name] else None
    return row


def forget_frames(session: DbSession, run_id: UUID, frames: Sequence[str]) -> None:
    session.execute(delete(_STEPS).where(_STEPS.c.run_id == run_id, _STEPS.c.frame.in_(frames)))


def make_partitions(_session: DbSession, _months: int = 2) -> None:
    """There are none: tables with foreign keys can't have them. What is archived is deleted row by row."""


def copy_steps(session: DbSession, old: UUID, new: UUID, anew: Sequence[str]) -> None:
    kept = (_STEPS.c.frame == "", _STEPS.c.status.in_(("succeeded", "exception")), _STEPS.c.node_id.not_in(anew))
    steps = select(literal(new, _STEPS.c.run_id.type), true(), literal(1), *_COPIED)
    names = ["run_id", "reused", "attempt", *(column.name for column in _COPIED)]
    session.execute(insert(_STEPS).from_select(names, steps.where(_STEPS.c.run_id == old, *kept)))
    columns = (_VALUES.c.digest, _VALUES.c.size, _VALUES.c.value, literal(now(), _VALUES.c.created_at.type))
    values = select(literal(new, _VALUES.c.run_id.type), *columns).where(_VALUES.c.run_id == old)
    session.execute(insert(_VALUES).from_select(["run_id", "digest", "size", "value", "created_at"], values))


def write_values(session: DbSession, run_id: UUID, rows: str) -> None:
    insert_values(session, run_id, json.loads(rows))


def insert_values(session: DbSession, run_id: UUID, values: Iterable[Mapping[str, Any]]) -> None:
    columns = ("digest", "size", "value")
    rows = [{"run_id": run_id, "created_at": now(), **{name: each[name] for name in columns}} for each in values]
    session.execute(insert(_VALUES).on_conflict_do_nothing(), rows)
