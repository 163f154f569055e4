"""Moves the steps of old runs to the storage: first the bytes, then, in one transaction, the row that names them and
the removal of the steps. Whatever dies in between has moved nothing: its object is one that no row names."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import NoResultFound

from treeline.files.service import discard_object
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.dialects import is_mysql
from treeline.kernel.storage import Storage, new_key
from treeline.runs.models import Run
from treeline.workflows.archive import mysql, postgres
from treeline.workflows.archive.lines import Head, packed
from treeline.workflows.models import WorkflowArchive, WorkflowStep, WorkflowValue

BATCH = 100


def archive(objects: Storage, before: datetime, most_seconds: float) -> int:
    """Archive runs that ended before a time, the oldest first. How many were. No transaction may be open."""
    until, last, count = time.monotonic() + most_seconds, UUID(int=0), 0
    while time.monotonic() < until:
        with unit_of_work() as session:
            found = (mysql if is_mysql(session) else postgres).candidates(session, last, before, BATCH)
        if not found:
            break
        count += sum(_archive(objects, each.run_id) for each in found if each.is_old)
        last = found[-1].run_id
    return count


def _archive(objects: Storage, run_id: UUID) -> bool:
    with unit_of_work() as session:
        steps = (mysql if is_mysql(session) else postgres).steps_of(session, run_id)
        digests = session.scalars(select(WorkflowValue.digest).where(WorkflowValue.run_id == run_id)).all()
    if not steps:
        return False
    key, size = new_key(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in packed(Head(len(steps), len(digests)), _lines(run_id, steps, digests)):
            size += len(chunk)
            yield chunk

    try:
        objects.put(key, counted())
    except NoResultFound:
        # Somebody else was faster, or the run is gone: nothing is kept.
        return False
    with unit_of_work() as session:
        moved = _move(session, run_id, key, size)
    if not moved:
        discard_object(objects, key)
    return moved


def _lines(run_id: UUID, steps: Sequence[str], digests: Sequence[str]) -> Iterator[str]:
    yield from steps
    for digest in digests:
        # One by one: they may be large, and no transaction stays open while the storage takes them.
        with unit_of_work() as session:
            value = (mysql if is_mysql(session) else postgres).value_of(session, run_id, digest)
        yield value


def _move(session: DbSession, run_id: UUID, key: UUID, size: int) -> bool:
    """False if the run is gone, or somebody else was faster."""
    run = session.scalars(select(Run).where(Run.id == run_id).with_for_update()).one_or_none()
    archived = select(WorkflowArchive.storage_key).where(WorkflowArchive.run_id == run_id)
    if run is None or session.scalar(archived) is not None:
        return False
    session.add(WorkflowArchive(storage_key=key, run_id=run_id, app_id=run.app_id, size=size))
    session.execute(delete(WorkflowStep).where(WorkflowStep.run_id == run_id))
    session.execute(delete(WorkflowValue).where(WorkflowValue.run_id == run_id))
    return True
