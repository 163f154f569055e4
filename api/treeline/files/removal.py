"""Removal of bytes: first the rows that name them, in a transaction that trashes the objects; then the objects."""

from uuid import UUID

from sqlalchemy import Select, delete, select

from treeline.files import postgres
from treeline.files.models import Blob, StorageTrash
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage, storage

BATCH = 500


def forget_app(app_id: UUID) -> bool:
    """A step of `app_deletion`: forget a batch of an app's blobs and remove their objects. False when none is left."""
    with unit_of_work() as session:
        some = session.scalars(select(Blob.sha256).where(Blob.app_id == app_id).limit(BATCH)).all()
        postgres.forget(session, app_id, some, not_before=now())
    empty_trash(storage())
    return len(some) > 0


def due() -> Select[StorageTrash]:
    """Trash whose time has come. Should a row name the object again, it stays."""
    # OFFSET 0: looked up for each, whatever the statistics say (docs/decisions/0002).
    named = select(Blob.storage_key).where(Blob.storage_key == StorageTrash.storage_key).offset(0)
    return select(StorageTrash).where(StorageTrash.not_before <= now(), ~named.exists())


def empty_trash(objects: Storage) -> int:
    """Remove the objects that are due. May run twice at once: removing what is gone is fine. How many were removed."""
    removed = 0
    while True:
        with unit_of_work() as session:
            keys = [trash.storage_key for trash in session.scalars(due().limit(BATCH))]
        if not keys:
            return removed
        for key in keys:
            objects.delete(key)
        with unit_of_work() as session:
            session.execute(delete(StorageTrash).where(StorageTrash.storage_key.in_(keys)))
        removed += len(keys)
