"""Removes archives: those of a deleted app, and those of runs that were deleted."""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from treeline.files.postgres import trash_unnamed
from treeline.files.removal import BATCH, empty_trash
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.workflows.models import WorkflowArchive

# Whoever deletes a run need not know of its archive.
UNUSED = WorkflowArchive.run_id.is_(None)


def forget_app_archives(app_id: UUID) -> bool:
    """A step of `app_deletion`: forget a batch of archives and remove their objects. False when none is left."""
    forgotten = forget_archives(WorkflowArchive.app_id == app_id)
    empty_trash(current.storage())
    return forgotten > 0


def forget_archives(which: ColumnElement[bool]) -> int:
    """Forget a batch of them; their objects are trashed. How many were forgotten."""
    some = select(WorkflowArchive.storage_key).where(which).limit(BATCH)
    gone = delete(WorkflowArchive).where(WorkflowArchive.storage_key.in_(some))
    with unit_of_work() as session:
        keys = session.scalars(gone.returning(WorkflowArchive.storage_key)).all()
        if keys:
            trash_unnamed(session, keys, now())
    return len(keys)
