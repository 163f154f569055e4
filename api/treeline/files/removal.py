"""Removal of content: first its rows, in a transaction that moves the objects to the trash; then the objects."""

import logging
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Select, delete, select

from treeline.files import postgres
from treeline.files.models import Blob, StorageTrash
from treeline.files.reading import is_kept
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage

log = logging.getLogger(__name__)

BATCH = 500
# In a row: then the storage is away, and not one object in trouble.
MOST_FAILURES = 5


def forget_app(app_id: UUID) -> bool:
    """A step of `app_deletion`: forget a batch of an app's blobs and remove their objects. False when none is left."""
    with unit_of_work() as session:
        some = session.scalars(select(Blob.sha256).where(Blob.app_id == app_id).limit(BATCH)).all()
        postgres.forget(session, app_id, some, not_before=now())
    empty_trash(current.storage())
    return len(some) > 0


def due() -> Select[StorageTrash]:
    """Trash whose time has come. Should a row name the object again, it stays."""
    # OFFSET 0: looked up for each, whatever the statistics say (docs/decisions/0002).
    named = select(Blob.storage_key).where(Blob.storage_key == StorageTrash.storage_key).offset(0)
    return select(StorageTrash).where(StorageTrash.not_before <= now(), ~named.exists())


def empty_trash(objects: Storage) -> int:
    """Remove the objects that are due. May run twice at once: removing what is gone is fine. How many were removed.

    None goes while a backup reads. One that the storage does not remove stays, and keeps none of the others. Raises its
    OSError at the end, or once several in a row have failed: the storage is away.
    """
    removed, last = 0, UUID(int=0)
    failures = Failures()
    while not failures.is_away:
        following = due().where(StorageTrash.storage_key > last).order_by(StorageTrash.storage_key)
        with unit_of_work() as session:
            keys = [trash.storage_key for trash in session.scalars(following.limit(BATCH))]
        if not keys or is_kept():
            break
        gone = [key for key in keys if not failures.is_away and failures.none_of(objects.delete, key)]
        with unit_of_work() as session:
            session.execute(delete(StorageTrash).where(StorageTrash.storage_key.in_(gone)))
        removed, last = removed + len(gone), keys[-1]
    if failures.last is not None:
        raise failures.last
    return removed


class Failures:
    """Of a storage: of single objects, or so many in a row that it is away."""

    def __init__(self) -> None:
        self.last: OSError | None = None
        self._in_a_row = 0

    @property
    def is_away(self) -> bool:
        return self._in_a_row >= MOST_FAILURES

    def none_of(self, act: Callable[[UUID], None], key: UUID) -> bool:
        try:
            act(key)
        except OSError as error:
            log.warning("object %s not deleted: %s", key, error)
            self.last = error
            self._in_a_row += 1
            return False
        self._in_a_row = 0
        return True
