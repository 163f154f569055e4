"""A version of a document, and how it is written into an index of words or vectors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, true

from treeline.datasets.indexes import VectorTarget
from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.models import ChildChunk, Document, Segment
from treeline.datasets.retrieval.words import WordIndex, WordRow
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.splitting.pieces import Added, child_text, indexed_text
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.registry import is_remote, open_store, open_writer
from treeline.kernel.db import DbSession, db, unit_of_work

if TYPE_CHECKING:
    import numpy as np

# Segments that are looked at together.
PAGE = 500


@dataclass(frozen=True)
class Version:
    document_id: UUID
    generation: int
    is_hierarchical: bool


@dataclass(frozen=True)
class Searched:
    """What is searched of a document: a segment, or a child chunk where there are any."""

    id: UUID
    position: int
    text_hash: str
    text: str
    enabled: bool


class VectorsMissing(Exception):
    """The cache has lost some, or the version has other texts by now."""


def searched(session: DbSession, version: Version, after: int) -> list[Searched]:
    """A page of segments behind a position, with all their child chunks."""
    mine = (Segment.document_id == version.document_id, Segment.generation == version.generation)
    last = select(Segment.position).where(*mine, Segment.position > after).order_by(Segment.position)
    until = session.scalar(last.offset(PAGE - 1).limit(1))
    page: list[ColumnElement[bool]] = [*mine, Segment.position > after]
    page.append(Segment.position <= until if until is not None else true())
    return [_searched(row) for row in session.execute(_rows(version).where(*page).order_by(Segment.position))]


def pages(session: DbSession, version: Version) -> Iterator[list[Searched]]:
    after = -1
    while page := searched(session, version, after):
        yield page
        after = page[-1].position


def write_words(session: DbSession, index: WordIndex, version: Version, *, enabled: bool) -> None:
    """In place of what the index has of the document. Raises VectorExtensionMissing."""
    index.create()
    index.delete(document_ids=[version.document_id])
    for page in pages(session, version):
        index.add(WordRow(each.id, version.document_id, each.text, enabled and each.enabled) for each in page)


def write_vectors(
    session: DbSession,
    settings: DatasetSettings,
    target: VectorTarget,
    cache: VectorCache,
    version: Version,
    *,
    enabled: bool,
) -> None:
    """The same; of a remote store, `send_vectors` goes before. Raises VectorsMissing, and errors of the store."""
    if target.dims is None:
        # No text, so no vector, and nobody knows yet how long they will be.
        return
    index = VectorIndex(target.id, target.dims)
    if is_remote(target.store):
        _leave_changes(session, settings, target.store, index, version, enabled=enabled)
        return
    store = open_store(target.store, session, settings)
    store.create(index)
    store.delete(index, document_ids=[version.document_id])
    for page in pages(session, version):
        rows = _with_vectors(session, cache, page, index)
        store.upsert(index, [VectorRow(r.id, version.document_id, v, enabled and r.enabled) for r, v in rows])


def send_vectors(
    settings: DatasetSettings, target: VectorTarget, cache: VectorCache, version: Version, hold: Callable[..., object]
) -> None:
    """To a remote store, before the transaction that makes the version answer: until then nothing of it is confirmed.

    All as found: what is not, `write_vectors` leaves for afterwards. `hold`: called in each transaction, it raises if
    the work is not ours any more. Raises VectorsMissing, and errors of the store. No transaction may be open.
    """
    if target.dims is None or not is_remote(target.store):
        return
    index, after = VectorIndex(target.id, target.dims), -1
    store = open_store(target.store, db.session, settings)
    store.create(index)
    while True:
        with unit_of_work() as session:
            page = searched(session, version, after)
            if not page:
                return
            hold(session)
            rows = _with_vectors(session, cache, page, index)
        store.upsert(index, [VectorRow(each.id, version.document_id, vector) for each, vector in rows])
        after = page[-1].position


def _with_vectors(
    session: DbSession, cache: VectorCache, page: list[Searched], index: VectorIndex
) -> "list[tuple[Searched, np.ndarray]]":
    known = cache.vectors(session, {each.text_hash for each in page})
    if any(len(known.get(each.text_hash, ())) != index.dims for each in page):
        raise VectorsMissing
    return [(each, known[each.text_hash]) for each in page]


def _leave_changes(
    session: DbSession, settings: DatasetSettings, store: str, index: VectorIndex, version: Version, *, enabled: bool
) -> None:
    """What this version replaces is to go from a remote store, and what is not found is to be disabled there."""
    this = Segment.document_id == version.document_id
    old = select(Segment.id).where(this, Segment.generation < version.generation)
    children = select(ChildChunk.id).where(ChildChunk.segment_id.in_(old))
    writer = open_writer(store, session, settings)
    writer.delete(index, ids=list(session.scalars(old.union_all(children))))
    off = select(Segment.id).where(this, Segment.generation == version.generation, ~Segment.enabled).limit(1)
    if not enabled or session.scalar(off):
        writer.set_enabled(index, enabled, document_ids=[version.document_id])


def answering_rows(session: DbSession, dataset_id: UUID, *, is_hierarchical: bool) -> int:
    """How many an index has that lacks nothing."""
    rows = select(func.count()).select_from(Segment).join(Document, Document.id == Segment.document_id)
    rows = rows.where(Segment.dataset_id == dataset_id, Segment.generation == Document.generation)
    if is_hierarchical:
        rows = rows.join(ChildChunk, ChildChunk.segment_id == Segment.id)
    return session.scalar(rows.where(Document.generation > 0)) or 0


def _rows(version: Version) -> Select:
    columns = (Segment.position, Segment.heading, Segment.enabled, Segment.enrichment)
    if version.is_hierarchical:
        of_child = (ChildChunk.id, ChildChunk.text_hash, ChildChunk.content)
        return select(*columns, *of_child).join(ChildChunk, ChildChunk.segment_id == Segment.id)
    return select(*columns, Segment.id, Segment.text_hash, Segment.content, Segment.answer)


def _searched(row: Row) -> Searched:
    position, heading, enabled, enrichment, id_, text_hash, content, *answer = row
    added = Added.of(enrichment)
    text = indexed_text(heading, content, answer[0], added) if answer else child_text(heading, content, added)
    return Searched(id_, position, text_hash, text, enabled)
