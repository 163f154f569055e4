"""Removal of bytes: first the rows that name them, in a transaction that trashes the objects; then the objects."""

from uuid import UUID

from sqlalchemy import delete, select

from treeline.files import postgres
from treeline.files.models import StorageTrash
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage, storage

BATCH = 500


def forget_app(app_id: UUID) -> bool:
    """A step of `app_deletion`: forget a batch of an app's blobs and remove their objects. False when none is left."""
    with unit_of_work() as session:
        forgotten = postgres.trash_blobs(session, app_id, BATCH)
    empty_trash(storage())
    return forgotten > 0


def empty_trash(objects: Storage) -> int:
    """Remove the objects that are due. May run twice at once: removing what is gone is fine. How many were removed."""
    removed = 0
    while True:
        with unit_of_work() as session:
            due = select(StorageTrash.storage_key).where(StorageTrash.not_before <= now()).limit(BATCH)
            keys = session.scalars(due).all()
        if not keys:
            return removed
        for key in keys:
            objects.delete(key)
        with unit_of_work() as session:
            session.execute(delete(StorageTrash).where(StorageTrash.storage_key.in_(keys)))
        removed += len(keys)
