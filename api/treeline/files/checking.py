"""Checks that the storage has every object that rows reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, tuple_

from treeline.apps.models import App
from treeline.files import postgres
from treeline.files.errors import BytesMissing
from treeline.files.models import Blob
from treeline.files.service import read
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage

BATCH = 1000


@dataclass(frozen=True)
class Loss:
    """How many contents of an app are missing, and their bytes."""

    app_id: UUID
    app_name: str
    count: int
    bytes: int

    def __str__(self) -> str:
        return f"app {self.app_id}  {self.count:,} contents, {self.bytes:,} bytes missing  ({self.app_name})"


def check_storage(objects: Storage) -> list[Loss]:
    """Look for all objects: what is missing is asked for again from now on, what has come back no longer.

    Lists the whole storage, and reads of nothing but what seems to have changed. No transaction may be open.
    """
    sizes = dict(objects.list(now()))
    for blobs in _batches():
        changed = [blob for blob in blobs if _is_there(blob, sizes) != (blob.missing_since is None)]
        found = [blob for blob in changed if _readable(objects, blob) and blob.missing_since is not None]
        if found:
            with unit_of_work() as session:
                postgres.mark_found(session, [(blob.app_id, blob.sha256, blob.storage_key) for blob in found])
    return _losses()


def _batches() -> Iterator[list[Blob]]:
    place = tuple_(Blob.app_id, Blob.sha256)
    following = select(Blob).order_by(Blob.app_id, Blob.sha256).limit(BATCH)
    wanted = following
    while True:
        with unit_of_work() as session:
            blobs = list(session.scalars(wanted))
        if not blobs:
            return
        yield blobs
        wanted = following.where(place > (blobs[-1].app_id, blobs[-1].sha256))


def _is_there(blob: Blob, sizes: dict[UUID, int]) -> bool:
    return blob.offset + blob.size <= sizes.get(blob.storage_key, 0)


def _readable(objects: Storage, blob: Blob) -> bool:
    """Its last byte is read: an object that was made or moved since the list was is no loss."""
    try:
        return bool(b"".join(read(objects, blob, blob.size - 1, 1)))
    except BytesMissing:
        return False


def _losses() -> list[Loss]:
    lost = select(App.id, App.name, func.count(), func.sum(Blob.size)).join(Blob, Blob.app_id == App.id)
    lost = lost.where(Blob.missing_since.is_not(None), App.deleted_at.is_(None))
    with unit_of_work() as session:
        rows = session.execute(lost.group_by(App.id, App.name).order_by(App.name, App.id)).all()
    return [Loss(app_id, name, count, int(size)) for app_id, name, count, size in rows]
