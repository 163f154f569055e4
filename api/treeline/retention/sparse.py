"""Objects with many files, most of which are deleted: the rest is moved to a new object."""

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from treeline.files import service as files
from treeline.files.errors import BytesMissing
from treeline.files.models import Blob
from treeline.files.postgres import among, move_blobs, trash_unnamed
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import Storage, new_key
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, batches, with_tree_locked

log = logging.getLogger(__name__)

# Below this an object costs little more than its name.
WORTH_BYTES = 4 * 1024


class Sparse(NamedTuple):
    """An object, who names parts of it, and how many of its bytes are named."""

    key: UUID
    size: int
    alive: int
    apps: Sequence[UUID]


class Corrupt(Exception):
    """The bytes of a blob are not what its SHA-256 says."""


class SparseObjects:
    """Less than half named: copied, named in the copy under the tree's lock, and the old object trashed.

    Whoever reads the old object reads on: it is removed when its time in the trash is over.
    """

    kind = "sparse_objects"

    def __init__(self, objects: Storage, ages: Ages):
        self.objects, self.ages = objects, ages

    @property
    def why(self) -> str:
        return f"less than half of the object is in use; the rest is moved. Stored over {spoken(self.ages.unnamed)} ago"

    def found(self) -> Iterator[Finding]:
        yield from (Finding(str(each.key), each.size - each.alive, str(each.apps[0])) for each in self._sparse())

    def run(self) -> int:
        return sum(self._rewrite(each) for each in self._sparse())

    def _sparse(self) -> Iterator[Sparse]:
        for listed in batches(self.objects.list(now() - self.ages.unnamed)):
            sizes = {key: size for key, size in listed if size >= WORTH_BYTES}
            named = select(Blob.storage_key, Blob.app_id, func.sum(Blob.size).label("alive"))
            named = named.where(among(Blob.storage_key, list(sizes))).group_by(Blob.storage_key, Blob.app_id)
            with unit_of_work() as session:
                rows = session.execute(named.order_by(Blob.storage_key, Blob.app_id)).all()
            for key, parts in groupby(rows, key=lambda row: row.storage_key):
                owners = list(parts)
                alive = sum(int(row.alive) for row in owners)
                if alive * 2 < sizes[key]:
                    yield Sparse(key, sizes[key], alive, [row.app_id for row in owners])

    def _rewrite(self, sparse: Sparse) -> int:
        try:
            moved = [self._move(app_id, sparse.key) for app_id in sparse.apps]
        except (BytesMissing, Corrupt):
            # Nothing is made worse here: what is named stays where it is.
            log.exception("object %s can't be rewritten", sparse.key)
            return 0
        return int(all(moved))

    def _move(self, app_id: UUID, old: UUID) -> bool:
        with unit_of_work() as session:
            mine = select(Blob).where(Blob.storage_key == old, Blob.app_id == app_id).order_by(Blob.offset)
            blobs = session.scalars(mine).all()
        new, places = new_key(), dict[str, int]()
        self.objects.put(new, self._copied(list(blobs), places))
        moved = with_tree_locked(app_id, partial(self._name, app_id, old, new, places))
        if not moved:
            files.discard_object(self.objects, new)
        return moved > 0

    def _copied(self, blobs: list[Blob], places: dict[str, int]) -> Iterator[bytes]:
        at = 0
        for blob in blobs:
            places[blob.sha256], digest = at, sha256()
            for chunk in files.read(self.objects, blob):
                digest.update(chunk)
                yield chunk
            if digest.hexdigest() != blob.sha256:
                raise Corrupt(f"the bytes of {blob.sha256} have SHA-256 {digest.hexdigest()}")
            at += blob.size

    def _name(self, app_id: UUID, old: UUID, new: UUID, places: dict[str, int], session: DbSession) -> int:
        # What was forgotten since it was copied is not moved, and dead in the copy.
        moved = move_blobs(session, app_id, old, new, places)
        trash_unnamed(session, {old}, now() + self.ages.trashed)
        return moved
