"""The same functions as in `postgres.py`, for MySQL and MariaDB."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, and_, insert, select

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.runs.models import UNFINISHED, Run
from treeline.workflows.archive.postgres import Candidate, is_kept
from treeline.workflows.models import WorkflowStep, WorkflowValue
from treeline.workflows.mysql import insert_values, step_row
from treeline.workflows.postgres import first_id

_STEPS = cast(Table, WorkflowStep.__table__)


def candidates(session: DbSession, last: UUID, before: datetime, count: int) -> list[Candidate]:
    steps = _STEPS.c
    some = select(steps.run_id).where(steps.run_id > last, steps.run_id < first_id(before)).distinct()
    found = some.order_by(steps.run_id).limit(count).subquery()
    ended = (Run.status.not_in(UNFINISHED), Run.lease_until.is_(None), Run.finished_at < before)
    is_old = and_(*ended, App.deleted_at.is_(None)).label("is_old")
    runs = select(found.c.run_id, is_old).join(Run, Run.id == found.c.run_id).join(App, App.id == Run.app_id)
    rows = session.execute(runs.order_by(found.c.run_id))
    return [Candidate(run_id, bool(old)) for run_id, old in rows]


def steps_of(session: DbSession, run_id: UUID) -> list[str]:
    steps = _STEPS.c
    order = (steps.seq, steps.attempt, steps.frame, steps.node_id)
    rows = session.execute(select(_STEPS).where(steps.run_id == run_id).order_by(*order)).mappings()
    return [json.dumps(dict(row), default=_as_text, ensure_ascii=False) for row in rows]


def value_of(session: DbSession, run_id: UUID, digest: str) -> str:
    columns = (WorkflowValue.digest, WorkflowValue.size, WorkflowValue.value)
    this = select(*columns).where(WorkflowValue.run_id == run_id, WorkflowValue.digest == digest)
    return json.dumps(dict(session.execute(this).mappings().one()), ensure_ascii=False)


def restore_steps(
    session: DbSession, new: UUID, steps: Iterable[Mapping[str, Any]], values: Iterable[bytes], anew: Collection[str]
) -> None:
    given = {"run_id": str(new), "attempt": 1, "reused": True}
    if rows := [step_row({**step, **given}) for step in steps if is_kept(step, anew)]:
        session.execute(insert(_STEPS), rows)
    for value in values:
        insert_values(session, new, [json.loads(value)])


def old_partitions(_session: DbSession, _before: datetime) -> list[str]:
    """There are none."""
    return []


def drop_partition(_session: DbSession, _name: str) -> None:
    """There are none."""


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
