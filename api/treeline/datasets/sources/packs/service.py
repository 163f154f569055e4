"""Receives packs: each file is an object of its own, for each becomes a document's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from treeline.assets.packs.errors import NotInList, PackIncomplete, SentTwice
from treeline.assets.packs.frames import Frame, FrameReader
from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.sources import contents
from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.packs.lists import listed
from treeline.files import service as stored
from treeline.files.errors import BytesTooMany, HashMismatch, SizeMismatch
from treeline.files.service import Received
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import Storage

# Recorded together: what a broken connection leaves is kept up to there.
BATCH = 200


@dataclass
class DatasetPacks:
    """Packs for one list of one dataset. Opens its own units of work: bytes travel while none is open."""

    dataset_id: UUID
    list_id: UUID
    storage: Storage
    ready: int = 0
    failed: dict[int, ApiError] = field(default_factory=dict)
    _batch: list[Received] = field(default_factory=list)

    def receive(self, chunks: Iterator[bytes]) -> None:
        """Each file counts by itself: what was verified stays, whatever comes after it.

        Raises DatasetPackListNotFound; NotInList, BytesTooMany, PackIncomplete when what came before is kept.
        """
        with unit_of_work() as session:
            wanted = listed(session, self.dataset_id, self.list_id)
        reader, seen = FrameReader(chunks), set[int]()
        try:
            while (frame := reader.next()) is not None:
                if frame.index >= len(wanted):
                    # Not one by one: there may be millions of them in a small pack.
                    raise NotInList(len(wanted))
                if frame.length > MAX_BYTES:
                    raise BytesTooMany(f"A document can have at most {MAX_BYTES:,} bytes.")
                self._take(reader, frame, wanted[frame.index], twice=frame.index in seen)
                seen.add(frame.index)
        finally:
            self._keep()
        if reader.error is not None and not isinstance(reader.error, OSError):
            raise reader.error
        if not reader.whole:
            raise PackIncomplete(self.ready)

    def _take(self, reader: FrameReader, frame: Frame, wanted: Item, *, twice: bool) -> None:
        if twice:
            self.failed.setdefault(frame.index, SentTwice())
        if twice or frame.length != wanted.size:
            self.failed.setdefault(
                frame.index, SizeMismatch(f"{wanted.size} bytes were declared, but {frame.length} were received.")
            )
            for _ in reader.bytes_of(frame):
                pass
            return
        pieces = (bytes(piece) for piece in reader.bytes_of(frame))
        try:
            received = stored.receive(self.storage, pieces, most=MAX_BYTES, size=wanted.size, sha256=wanted.sha256)
        except (SizeMismatch, HashMismatch) as error:
            # A body that was cut short is told as a whole.
            if reader.whole:
                self.failed[frame.index] = error
            return
        self._batch.append(received)
        if len(self._batch) >= BATCH:
            self._keep()

    def _keep(self) -> None:
        batch, self._batch = self._batch, []
        if not batch:
            return
        with unit_of_work() as session:
            contents.record(session, self.dataset_id, batch)
        self.ready += len(batch)
