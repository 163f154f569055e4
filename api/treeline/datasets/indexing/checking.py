"""Words and vectors against the rows, both ways: what no row has is removed, what is missing is made again.

Looks come one after another, and documents are published in between. Ids are never used again, so what was stored
before a look at the rows and is in none of them is of no use to anybody; and what is missing must be in the rows before
and after. Ids are gone through in ascending order, a window at a time: a dataset may have millions.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select, union_all, update

from treeline.datasets.indexes import words_of
from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import ChildChunk, Dataset, Document, KnowledgeIndex, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreUnavailable
from treeline.datasets.stores.port import VectorIndex, VectorStore
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.files.postgres import among
from treeline.kernel import current
from treeline.kernel.db import DbSession, db, unit_of_work

PAGE = 10_000

# An index of vectors; None: the words.
Kind = KnowledgeIndex | None


@dataclass
class Checked:
    """Rows of words and vectors that no segment has, and documents that lack some. `unavailable`: a store that could
    not be asked.
    """

    orphans: int = 0
    incomplete: int = 0
    unavailable: str | None = None

    @property
    def is_good(self) -> bool:
        return not (self.orphans or self.incomplete or self.unavailable)


@dataclass(frozen=True)
class _Kept:
    """Words, or an index of vectors."""

    ids: Callable[[UUID | None, int], list[UUID]]
    delete: Callable[[list[UUID]], None]


def check_all(*, fix: bool = True) -> Iterator[tuple[str, Checked]]:
    """Of each dataset its name, and what was found."""
    vendor = select(Dataset.id, Dataset.name).where(Dataset.deleted_at.is_(None), Dataset.provider == "vendor")
    with unit_of_work() as session:
        datasets = session.execute(vendor.order_by(Dataset.id)).all()
    for dataset_id, name in datasets:
        yield name, check(dataset_id, fix=fix)


def check(dataset_id: UUID, *, fix: bool = True, page: int = PAGE) -> Checked:
    """Of one dataset. `fix`: not only count. `page`: how many ids are held at once."""
    found, incomplete = Checked(), set[UUID]()
    with unit_of_work() as session:
        kinds: list[Kind] = [None, *session.scalars(_active(dataset_id))]
    for kind in kinds:
        try:
            for window in _windows(dataset_id, kind, page):
                found.orphans += len(window.orphans)
                incomplete |= window.incomplete
                if fix and window.orphans:
                    with _kept(dataset_id, kind) as kept:
                        kept.delete(window.orphans)
        except StoreUnavailable as error:
            found.unavailable = error.message
    found.incomplete = len(incomplete)
    if fix and incomplete:
        _make_again(incomplete)
    if fix:
        _maintain(dataset_id)
    return found


def check_now(dataset_id: UUID, *, fix: bool) -> Checked:
    """For somebody who waits. Raises StoreUnavailable."""
    found = check(dataset_id, fix=fix)
    if found.unavailable:
        raise StoreUnavailable(found.unavailable)
    return found


@dataclass(frozen=True)
class _Window:
    """Of some ids: which no row has, and the documents of those that are missing."""

    orphans: list[UUID]
    incomplete: set[UUID]


def _windows(dataset_id: UUID, kind: Kind, page: int) -> Iterator[_Window]:
    after: UUID | None = None
    while True:
        before = _answering(dataset_id, after, None, page)
        with _kept(dataset_id, kind) as kept:
            stored = kept.ids(after, page)
        # Neither side says anything of ids behind the end of its page.
        ends = [ids[-1] for ids in (list(before), stored) if len(ids) == page]
        until = min(ends, default=None)
        now = _answering(dataset_id, after, until)
        here = {each for each in stored if until is None or each <= until}
        missing = (each for each in now.keys() & before.keys() if each not in here)
        yield _Window(_unknown([each for each in here if each not in now]), {now[each] for each in missing})
        if until is None:
            return
        after = until


def _unknown(ids: list[UUID]) -> list[UUID]:
    """Of what no document answers: a version in the making may have its vectors in a remote store already."""
    segments = select(Segment.id).where(among(Segment.id, ids))
    children = select(ChildChunk.id).where(among(ChildChunk.id, ids))
    with unit_of_work() as session:
        known = set(session.scalars(segments.union_all(children))) if ids else set[UUID]()
    return [each for each in ids if each not in known]


def _maintain(dataset_id: UUID) -> None:
    with unit_of_work() as session:
        for row in session.scalars(_active(dataset_id)):
            if not is_remote(row.store):
                _store(session, row).maintain(VectorIndex(row.id, row.dimensions or 0))


def _answering(dataset_id: UUID, after: UUID | None, until: UUID | None, limit: int | None = None) -> dict[UUID, UUID]:
    """Ids of the segments and child chunks that are searched, in ascending order, with their documents."""
    joined = Segment.generation == Document.generation
    hierarchical = Document.doc_form == "hierarchical_model"
    segments = select(Segment.id.label("id"), Document.id.label("document")).where(Segment.dataset_id == dataset_id)
    children = select(ChildChunk.id.label("id"), Document.id.label("document"))
    children = children.join(Segment, Segment.id == ChildChunk.segment_id).where(ChildChunk.dataset_id == dataset_id)
    queries: list[Select[UUID, UUID]] = []
    for table, rows, form in ((Segment, segments, ~hierarchical), (ChildChunk, children, hierarchical)):
        these = rows.join(Document, Document.id == Segment.document_id).where(joined, form)
        these = these.where(table.id > after) if after else these
        queries.append(these.where(table.id <= until) if until else these)
    every = union_all(*queries).subquery()
    with unit_of_work() as session:
        return dict(iter(session.execute(select(every.c.id, every.c.document).order_by(every.c.id).limit(limit))))


def _make_again(document_ids: set[UUID]) -> None:
    """With vectors from the cache it costs no embedding."""
    complete = (among(Document.id, list(document_ids)), Document.building.is_(None), Document.generation > 0)
    with unit_of_work() as session:
        waiting = {"building": Document.generation + 1, "indexing_status": "waiting", "splitting_completed_at": None}
        session.execute(update(Document).where(*complete).values(**waiting))
        enqueue_work(urgent=False)


@contextmanager
def _kept(dataset_id: UUID, kind: Kind) -> Iterator[_Kept]:
    """In a transaction, but for a remote store."""
    if kind is not None and is_remote(kind.store):
        yield _vectors(db.session, kind)
        return
    with unit_of_work() as session:
        if kind is not None:
            yield _vectors(session, kind)
            return
        words = words_of(session, dataset_id)
        words.create()
        yield _Kept(words.ids, lambda ids: words.delete(ids=ids))


def _active(dataset_id: UUID) -> Select[KnowledgeIndex]:
    active = select(KnowledgeIndex).where(KnowledgeIndex.dataset_id == dataset_id, KnowledgeIndex.state == "active")
    return active.where(KnowledgeIndex.dimensions.is_not(None))


def _store(session: DbSession, row: KnowledgeIndex) -> VectorStore:
    return open_store(row.store, session, current.settings(DatasetSettings))


def _vectors(session: DbSession, row: KnowledgeIndex) -> _Kept:
    index = VectorIndex(row.id, row.dimensions or 0)
    store = _store(session, row)
    store.create(index)
    return _Kept(lambda after, limit: store.ids(index, after, limit), lambda ids: store.delete(index, ids=ids))
