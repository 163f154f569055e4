"""Objects in the storage that no row references."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select, union_all

from treeline.accounts.models import Installation
from treeline.datasets.models import Document
from treeline.datasets.sources.models import DatasetContent
from treeline.files import removal
from treeline.files.models import Blob, StorageTrash
from treeline.files.postgres import among
from treeline.files.reading import is_kept
from treeline.files.uploads.models import UploadFile
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, batches
from treeline.triggers.inbox.models import TriggerEvent
from treeline.workflows.models import WorkflowArchive

# Every column that holds the key of an object. One that is missing here loses its objects: a test looks for the name.
KEYS = (
    Blob.storage_key,
    UploadFile.storage_key,
    WorkflowArchive.storage_key,
    TriggerEvent.storage_key,
    StorageTrash.storage_key,
    Document.storage_key,
    Document.text_storage_key,
    DatasetContent.storage_key,
)


class TrashedObjects:
    """Objects in the trash, once they are due."""

    kind = "trashed_objects"
    why = "no longer used, and past its time in the trash"

    def __init__(self, objects: Storage):
        self.objects = objects

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            due = {row.storage_key: row.not_before for row in session.scalars(removal.due())}
        # Only the storage knows the sizes.
        sizes = {key: size for key, size in self.objects.list(now()) if key in due} if due else {}
        yield from (Finding(str(key), sizes.get(key, 0), age=age_of(since)) for key, since in due.items())

    def run(self) -> int:
        return removal.empty_trash(self.objects)


class UnknownObjects:
    """Objects that no row names: bytes of a process that died before its row was committed."""

    kind = "unknown_objects"

    def __init__(self, objects: Storage, ages: Ages):
        self.objects, self.ages = objects, ages

    @property
    def why(self) -> str:
        return f"never used by any file; stored over {spoken(self.ages.unknown)} ago"

    def found(self) -> Iterator[Finding]:
        for unknown in self._batches():
            yield from (Finding(str(key), size) for key, size in unknown.items())

    def run(self) -> int:
        self.objects.remove_unfinished(now() - self.ages.unfinished)
        removed = 0
        for unknown in self._batches():
            if is_kept():
                break
            for key in unknown:
                self.objects.delete(key)
            removed += len(unknown)
        return removed

    def _batches(self) -> Iterator[dict[UUID, int]]:
        before = now() - self.ages.unknown
        with unit_of_work() as session:
            installed = session.scalar(select(Installation.setup_at))
        # A database this young stored nothing that old: these may be the objects of one that is to be restored.
        if installed is None or installed > before:
            return
        for listed in batches(self.objects.list(before)):
            sizes = dict(listed)
            # One statement sees a key in one place or the other while it moves from blobs to the trash.
            with unit_of_work() as session:
                known = set(session.scalars(union_all(*(select(key).where(among(key, list(sizes))) for key in KEYS))))
            yield {key: size for key, size in sizes.items() if key not in known}
