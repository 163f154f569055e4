"""Syncs that a request brings itself: a folder that is pushed, and a zip."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from treeline.assets.archives.reading import ArchiveReader
from treeline.assets.draft.batch import Limits
from treeline.assets.packs.contents import Located
from treeline.datasets.access import find_dataset
from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.datasets.ports import tell_synced
from treeline.datasets.sources import claims, contents
from treeline.datasets.sources.comparison import Item, Plan
from treeline.datasets.sources.errors import SourceKindMismatch, SourceNotFound, SyncOvertaken, SyncWouldDelete
from treeline.datasets.sources.listing import Listing
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.datasets.sources.sync import TRIES, Copies, Overtaken, bring, lock_source, plan_of
from treeline.datasets.sources.unreadable import unreadable
from treeline.datasets.sources.work import outcome
from treeline.files import service as stored
from treeline.files.service import Received
from treeline.kernel import deeds
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import ObjectMissing, Storage


@dataclass(frozen=True)
class Report:
    """What a sync did, or would do. `missing`: {SHA-256: size} of bytes that it takes first; with any, nothing was
    done."""

    plan: Plan
    listing: Listing
    missing: dict[str, int] = field(default_factory=dict)
    source_id: UUID | None = None


@dataclass
class RequestTurn:
    """A caller's. A push finds its source by the folder, a zip by its id; where there is none, it is made."""

    caller: Caller
    dataset_id: UUID
    kind: str
    name: str
    folder: str
    source_id: UUID | None = None
    on_missing: str = "delete"

    def look(self, session: DbSession) -> DatasetSource | None:
        """Raises DatasetNotFound, SourceNotFound, SourceKindMismatch."""
        return self._source(session, find_dataset(session, self.caller, self.dataset_id))

    def hold(self, session: DbSession) -> tuple[Dataset, DatasetSource]:
        dataset = find_dataset(session, self.caller, self.dataset_id)
        lock_source(session, dataset, self.caller, self.source_id)
        source = self._source(session, dataset)
        if source is None:
            source = DatasetSource(
                dataset_id=dataset.id,
                kind=self.kind,
                name=self.name,
                folder=self.folder,
                on_missing=self.on_missing,
                created_by=self.caller.account_id,
            )
            session.add(source)
            session.flush()
        return dataset, source

    def done(self, session: DbSession, source: DatasetSource, plan: Plan, listing: Listing) -> None:
        self.source_id = source.id
        ended = {"state": "completed", "started_at": now(), "ended_at": now(), "created_by": self.caller.account_id}
        sync = DatasetSync(source_id=source.id, **ended, **outcome(plan, listing))
        session.add(sync)
        session.flush()
        tell_synced(session, sync.id)
        claims.forget_old(session, source.id)
        deeds.done(session, object_id=source.id, object_name=source.name)

    def beat(self) -> None:
        """The client waits."""

    def _source(self, session: DbSession, dataset: Dataset) -> DatasetSource | None:
        mine = select(DatasetSource).where(DatasetSource.dataset_id == dataset.id)
        if self.kind == "push":
            same = mine.where(DatasetSource.kind == "push", DatasetSource.folder == self.folder)
            return session.scalars(same).one_or_none()
        if self.source_id is None:
            return None
        source = session.scalars(mine.where(DatasetSource.id == self.source_id)).one_or_none()
        if source is None:
            raise SourceNotFound
        if source.kind != self.kind:
            raise SourceKindMismatch(f"{source.name} is not a zip, so it can't be synced with one.")
        return source


def push(
    turn: RequestTurn,
    storage: Storage,
    files: Collection[tuple[str, Item]],
    *,
    delete: bool,
    confirmed: bool,
    dry: bool,
) -> Report:
    """Raises SyncWouldDelete, SyncOvertaken, DatasetNotFound."""
    listing, lost = Listing(), set[str]()
    for path, item in files:
        listing.add(path, item)
    for _ in range(TRIES):
        with unit_of_work() as session:
            source = turn.look(session)
            plan = plan_of(session, source, listing, delete=delete)
            items = {listing.files[key].sha256: listing.files[key] for key in plan.wanted}
            supply = _Pushed.of(session, storage, turn.dataset_id, items.keys() - lost)
        missing = {sha256: item.size for sha256, item in items.items() if not supply.has(sha256)}
        if dry:
            return Report(plan, listing, missing, source.id if source else None)
        if plan.loses_most and not confirmed:
            raise SyncWouldDelete(len(plan.removed), plan.total)
        if missing:
            return Report(plan, listing, missing)
        try:
            done = bring(turn, listing, supply, delete=delete, confirmed=confirmed)
        except _ContentLost as error:
            lost.add(error.sha256)
        except SyncOvertaken:
            continue
        else:
            return Report(done, listing, source_id=turn.source_id)
    raise SyncOvertaken


class _ContentLost(Exception):
    def __init__(self, sha256: str):
        super().__init__(sha256)
        self.sha256 = sha256


@dataclass
class _Pushed:
    """What was pushed becomes a document's own; other documents with the same bytes get copies."""

    storage: Storage
    dataset_id: UUID
    loose: dict[str, Received]
    kept: dict[str, Located]
    _taken: dict[str, Received] = field(default_factory=dict)

    @classmethod
    def of(cls, session: DbSession, storage: Storage, dataset_id: UUID, hashes: Collection[str]) -> "_Pushed":
        loose = contents.pushed(session, dataset_id, hashes)
        return cls(storage, dataset_id, loose, contents.of_documents(session, dataset_id, hashes))

    def has(self, sha256: str) -> bool:
        return sha256 in self.loose or sha256 in self.kept

    def fetch(self, key: str, item: Item) -> Received:
        """Raises Overtaken, _ContentLost."""
        loose = self.loose.get(item.sha256)
        if loose is not None and loose not in self._taken.values():
            self._taken[key] = loose
            return loose
        source = (
            loose.key if loose is not None else self.kept[item.sha256].storage_key if self.has(item.sha256) else None
        )
        if source is None:
            raise Overtaken
        try:
            chunks = self.storage.read(source, 0, item.size)
            return stored.receive(self.storage, chunks, most=MAX_BYTES, size=item.size, sha256=item.sha256)
        except ObjectMissing as error:
            raise _ContentLost(item.sha256) from error

    def settle(self, session: DbSession, keys: Collection[str]) -> None:
        taken = [received for key, received in self._taken.items() if key in keys]
        if taken and not contents.take(session, self.dataset_id, taken):
            raise Overtaken

    def drop(self, received: Received) -> None:
        for key, taken in list(self._taken.items()):
            if taken == received:
                del self._taken[key]
                return
        stored.discard(self.storage, received)


def sync_archive(
    turn: RequestTurn, storage: Storage, file: BinaryIO, limits: Limits, *, confirmed: bool, dry: bool
) -> Report:
    """Raises InvalidArchive, TooLarge and the like before anything is written; SyncWouldDelete, SyncOvertaken."""
    with unit_of_work() as session:
        source = turn.look(session)
        delete = (source.on_missing if source is not None else turn.on_missing) == "delete"
    listing, readers = Listing(), dict[str, Callable[[], Iterator[bytes]]]()
    for path, size, read in ArchiveReader(file, limits).files():
        if reason := unreadable(path, size):
            listing.skip(path, reason)
            continue
        digest = hashlib.sha256()
        for chunk in read():
            digest.update(chunk)
        listing.add(path, Item(digest.hexdigest(), size))
        readers[path] = read
    if dry:
        with unit_of_work() as session:
            plan = plan_of(session, turn.look(session), listing, delete=delete)
        return Report(plan, listing, source_id=turn.source_id)
    copies = Copies(storage, _Members(readers))
    done = bring(turn, listing, copies, delete=delete, confirmed=confirmed)
    return Report(done, listing, source_id=turn.source_id)


@dataclass
class _Members:
    readers: dict[str, Callable[[], Iterator[bytes]]]

    def read(self, key: str, item: Item) -> Iterator[bytes]:
        return self.readers[key]()
