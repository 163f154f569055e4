"""Words and vectors against the rows, both ways: what no row has is removed, what is missing is made again.

Looks come one after another, and documents are published in between. Ids are never used again, so what was stored
before a look at the rows and is in none of them is of no use to anybody; and what is missing must be in the rows before
and after.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select, update

from treeline.datasets.indexes import words_of
from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import ChildChunk, Dataset, Document, KnowledgeIndex, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex, VectorStore
from treeline.datasets.stores.registry import open_store
from treeline.files.postgres import among
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work

PAGE = 10_000


@dataclass
class Checked:
    """Rows of words and vectors that no segment has, and documents that lack some."""

    orphans: int = 0
    incomplete: int = 0


@dataclass(frozen=True)
class _Kept:
    """Words, or an index of vectors."""

    ids: Callable[[UUID | None], list[UUID]]
    delete: Callable[[list[UUID]], None]


def check_all() -> None:
    vendor = select(Dataset.id).where(Dataset.deleted_at.is_(None), Dataset.provider == "vendor")
    with unit_of_work() as session:
        dataset_ids = session.scalars(vendor).all()
    for dataset_id in dataset_ids:
        check(dataset_id)


def check(dataset_id: UUID, *, fix: bool = True) -> Checked:
    """Of one dataset. `fix`: not only count."""
    found, incomplete = Checked(), set[UUID]()
    with unit_of_work() as session:
        kinds = len(_kept(session, dataset_id))
    for kind in range(kinds):
        before = _answering(dataset_id)
        stored = _stored(dataset_id, kind)
        after = _answering(dataset_id)
        orphans = stored - after.keys()
        found.orphans += len(orphans)
        if fix:
            _delete(dataset_id, kind, orphans)
        incomplete |= {after[each] for each in before.keys() & after.keys() - stored}
    found.incomplete = len(incomplete)
    if fix and incomplete:
        _make_again(incomplete)
    if fix:
        _maintain(dataset_id)
    return found


def _maintain(dataset_id: UUID) -> None:
    with unit_of_work() as session:
        for row in session.scalars(_active(dataset_id)):
            _store(session, row).maintain(VectorIndex(row.id, row.dimensions or 0))


def _answering(dataset_id: UUID) -> dict[UUID, UUID]:
    """Ids of the segments and child chunks that are searched, with their documents."""
    joined = Segment.generation == Document.generation
    hierarchical = Document.doc_form == "hierarchical_model"
    segments = select(Segment.id, Document.id).join(Document, Document.id == Segment.document_id)
    children = select(ChildChunk.id, Document.id).join(Segment, Segment.id == ChildChunk.segment_id)
    children = children.join(Document, Document.id == Segment.document_id)
    queries: list[Select[UUID, UUID]] = [
        segments.where(Segment.dataset_id == dataset_id, joined, ~hierarchical),
        children.where(ChildChunk.dataset_id == dataset_id, joined, hierarchical),
    ]
    with unit_of_work() as session:
        return {id_: document_id for each in queries for id_, document_id in session.execute(each)}


def _stored(dataset_id: UUID, kind: int) -> set[UUID]:
    found, after = set[UUID](), None
    while True:
        with unit_of_work() as session:
            page = _kept(session, dataset_id)[kind].ids(after)
        if not page:
            return found
        found.update(page)
        after = page[-1]


def _delete(dataset_id: UUID, kind: int, orphans: Iterable[UUID]) -> None:
    left = list(orphans)
    for start in range(0, len(left), PAGE):
        with unit_of_work() as session:
            _kept(session, dataset_id)[kind].delete(left[start : start + PAGE])


def _make_again(document_ids: set[UUID]) -> None:
    """With vectors from the cache it costs no embedding."""
    complete = (among(Document.id, list(document_ids)), Document.building.is_(None), Document.generation > 0)
    with unit_of_work() as session:
        waiting = {"building": Document.generation + 1, "indexing_status": "waiting", "splitting_completed_at": None}
        session.execute(update(Document).where(*complete).values(**waiting))
        enqueue_work(urgent=False)


def _kept(session: DbSession, dataset_id: UUID) -> list[_Kept]:
    words = words_of(session, dataset_id)
    words.create()
    found = [_Kept(lambda after: words.ids(after, PAGE), lambda ids: words.delete(ids=ids))]
    return [*found, *(_vectors(session, row) for row in session.scalars(_active(dataset_id)).all())]


def _active(dataset_id: UUID) -> Select[KnowledgeIndex]:
    active = select(KnowledgeIndex).where(KnowledgeIndex.dataset_id == dataset_id, KnowledgeIndex.state == "active")
    return active.where(KnowledgeIndex.dimensions.is_not(None))


def _store(session: DbSession, row: KnowledgeIndex) -> VectorStore:
    return open_store(row.store, session, current.settings(DatasetSettings))


def _vectors(session: DbSession, row: KnowledgeIndex) -> _Kept:
    index = VectorIndex(row.id, row.dimensions or 0)
    store = _store(session, row)
    store.create(index)
    return _Kept(lambda after: store.ids(index, after, PAGE), lambda ids: store.delete(index, ids=ids))
