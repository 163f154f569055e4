"""Brings the documents of a source in step with what it has: bytes first, then everything in one transaction."""

import mimetypes
import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.documents.adding import Adding
from treeline.datasets.documents.receiving import NewBytes
from treeline.datasets.documents.schemas import Indexing
from treeline.datasets.documents.service import DocumentService
from treeline.datasets.errors import ArchivedDocumentImmutable, DocumentNotFound
from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.models import Dataset, Document
from treeline.datasets.permissions import Caller
from treeline.datasets.service import DatasetService
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.sources.comparison import Item, Plan, Standing, compare
from treeline.datasets.sources.errors import SyncOvertaken, SyncWouldDelete
from treeline.datasets.sources.listing import Bytes, Listing
from treeline.datasets.sources.models import DatasetSource
from treeline.files import service as stored
from treeline.files.service import Received
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage import Storage

# How often others may change the same documents meanwhile.
TRIES = 3
MAX_NAME = 255


class Overtaken(Exception):
    """Others have changed what this sync is about: it begins anew."""


class SourceTurn(Protocol):
    """Whose sync it is. What it is about is found again in each transaction: it may be gone by then."""

    @property
    def caller(self) -> Caller: ...

    def look(self, session: DbSession) -> DatasetSource | None:
        """None: a source that is made with its first documents."""
        ...

    def hold(self, session: DbSession) -> tuple[Dataset, DatasetSource]:
        """Locked to the end of the transaction, the dataset first."""
        ...

    def done(self, session: DbSession, source: DatasetSource, plan: Plan, listing: Listing) -> None: ...

    def beat(self) -> None:
        """Called after each file that was read."""
        ...


class Supply(Protocol):
    """Objects for new documents."""

    def fetch(self, key: str, item: Item) -> Received: ...

    def settle(self, session: DbSession, keys: Collection[str]) -> None:
        """In the transaction that names those of these keys. Raises Overtaken."""
        ...

    def drop(self, received: Received) -> None:
        """One that no row names after all."""
        ...


@dataclass
class Copies:
    """Each document's bytes are its own: they outlive what they were read from."""

    storage: Storage
    source: Bytes

    def fetch(self, key: str, item: Item) -> Received:
        chunks = self.source.read(key, item)
        return stored.receive(self.storage, chunks, most=MAX_BYTES, size=item.size, sha256=item.sha256)

    def settle(self, session: DbSession, keys: Collection[str]) -> None:
        """Nobody else had a use for them."""

    def drop(self, received: Received) -> None:
        stored.discard(self.storage, received)


def plan_of(session: DbSession, source: DatasetSource | None, listing: Listing, *, delete: bool) -> Plan:
    columns = (Document.id, Document.source_key, Document.content_hash, Document.archived)
    rows = session.execute(select(*columns).where(Document.source_id == source.id)) if source is not None else ()
    standing = [Standing(id_, key or "", sha256, frozen=archived) for id_, key, sha256, archived in rows]
    return compare(listing.files, standing, delete=delete)


def bring(turn: SourceTurn, listing: Listing, supply: Supply, *, delete: bool, confirmed: bool) -> Plan:
    """What was done. No transaction may be open.

    Raises SyncWouldDelete before anything is read; SyncOvertaken; what `turn` and `supply` raise.
    """
    for _ in range(TRIES):
        with unit_of_work() as session:
            plan = plan_of(session, turn.look(session), listing, delete=delete)
        if plan.loses_most and not confirmed:
            raise SyncWouldDelete(len(plan.removed), plan.total)
        fetched = dict[str, Received]()
        try:
            for key in plan.wanted:
                fetched[key] = supply.fetch(key, listing.files[key])
                turn.beat()
            return _Work(turn, listing, supply, delete=delete, confirmed=confirmed).write(fetched)
        except (Overtaken, DocumentNotFound, ArchivedDocumentImmutable):
            _drop(supply, fetched)
        # After others, such as a lost connection, the rows may stand.
        except ApiError:
            _drop(supply, fetched)
            raise
    raise SyncOvertaken


def _drop(supply: Supply, fetched: Mapping[str, Received]) -> None:
    for received in fetched.values():
        supply.drop(received)


class _Work:
    """The transaction of one sync."""

    def __init__(self, turn: SourceTurn, listing: Listing, supply: Supply, *, delete: bool, confirmed: bool):
        self.turn, self.listing, self.supply = turn, listing, supply
        self.delete, self.confirmed = delete, confirmed

    def write(self, fetched: Mapping[str, Received]) -> Plan:
        with unit_of_work() as session:
            dataset, source = self.turn.hold(session)
            plan = plan_of(session, source, self.listing, delete=self.delete)
            if plan.loses_most and not self.confirmed:
                raise SyncWouldDelete(len(plan.removed), plan.total)
            if not set(plan.wanted) <= fetched.keys():
                raise Overtaken
            files = {key: new_bytes(source, key, fetched[key]) for key in plan.wanted}
            self.supply.settle(session, files)
            self._apply(session, dataset, source, plan, files)
            self.turn.done(session, source, plan, self.listing)
        for key in fetched.keys() - files.keys():
            self.supply.drop(fetched[key])
        return plan

    def _apply(
        self, session: DbSession, dataset: Dataset, source: DatasetSource, plan: Plan, files: Mapping[str, NewBytes]
    ) -> None:
        documents = documents_of(session, self.turn.caller, dataset)
        adding = Adding(datasets_of(session, self.turn.caller), documents)
        if plan.changed:
            keys = {document_id: key for key, document_id in plan.changed.items()}
            adding.renew([(each, files[keys[each.id]]) for each in documents.many(keys)])
        if plan.moved:
            moves = {move.document_id: move.after for move in plan.moved}
            for document in documents.many(moves):
                document.source_key = moves[document.id]
                document.folder, document.name = place_of(source, moves[document.id])
                document.updated_at = now()
        if plan.removed:
            documents.delete(list(plan.removed.values()))
        if plan.added:
            adding.add([files[key] for key in plan.added], Indexing())


def documents_of(session: DbSession, caller: Caller, dataset: Dataset) -> DocumentService:
    return DocumentService(session, caller, dataset, current.settings(DatasetSettings))


def datasets_of(session: DbSession, caller: Caller) -> DatasetService:
    return DatasetService(session, caller, current.settings(KernelSettings), current.settings(DatasetSettings))


def new_bytes(source: DatasetSource, key: str, received: Received) -> NewBytes:
    folder, name = place_of(source, key)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return NewBytes(name, folder, media_type[:255], received, source_id=source.id, source_key=key)


def place_of(source: DatasetSource, key: str) -> tuple[str, str]:
    """The folder and the name of the document."""
    if source.kind == "url_list":
        return source.folder, page_name(key)
    above, name = posixpath.split(key)
    return "/".join(filter(None, (source.folder, above))), name[:MAX_NAME]


def page_name(url: str) -> str:
    """As people know the page: the last part of its path, or the host."""
    parts = urlsplit(url)
    name = unquote(posixpath.basename(parts.path.rstrip("/"))) or parts.hostname or url
    name = "".join(char if char.isprintable() and char not in "/\\" else "_" for char in name).strip() or "page"
    return name[-MAX_NAME:] if "." in name and posixpath.basename(parts.path) else f"{name[: MAX_NAME - 5]}.html"


def lock_source(session: DbSession, dataset: Dataset, caller: Caller, source_id: UUID | None) -> DatasetSource | None:
    """The dataset first, as whoever adds documents does. Raises DatasetNotFound where it was deleted."""
    Adding(datasets_of(session, caller), documents_of(session, caller, dataset)).lock()
    return session.scalars(
        select(DatasetSource)
        .where(DatasetSource.id == source_id, DatasetSource.dataset_id == dataset.id)
        .with_for_update(key_share=True)
    ).one_or_none()
