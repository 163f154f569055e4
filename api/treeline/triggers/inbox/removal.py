"""Removes events: those of a deleted app, and those that are older than they are kept. Stored content is trashed."""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from treeline.files.postgres import trash_unnamed
from treeline.files.removal import BATCH, empty_trash
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.triggers.inbox.models import TriggerEvent


def forget_app_events(app_id: UUID) -> bool:
    """A step of `app_deletion`: forget a batch of its events. False when none is left."""
    forgotten = forget_events(TriggerEvent.app_id == app_id)
    empty_trash(current.storage())
    return forgotten > 0


def forget_events(which: ColumnElement[bool]) -> int:
    """Forget a batch of them. How many were forgotten."""
    some = select(TriggerEvent.id).where(which).limit(BATCH)
    gone = delete(TriggerEvent).where(TriggerEvent.id.in_(some), which)
    with unit_of_work() as session:
        keys = session.scalars(gone.returning(TriggerEvent.storage_key)).all()
        stored = [key for key in keys if key is not None]
        if stored:
            trash_unnamed(session, stored, now())
    return len(keys)
