"""What remote stores are yet to follow (`stores/outbox.py`) is done here, after the commit, until it succeeds."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update

from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.indexing.jobs import Job
from treeline.datasets.models import ChildChunk, Dataset, Document, KnowledgeIndex, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreSchemaDiffers, StoreUnavailable
from treeline.datasets.stores.outbox import TASK, IndexOperation
from treeline.datasets.stores.port import VectorIndex, VectorRow, VectorStore
from treeline.datasets.stores.registry import is_remote, open_store, open_writer
from treeline.files.postgres import among
from treeline.kernel import current
from treeline.kernel.claims import seconds_from_now
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, db, enqueue, unit_of_work
from treeline.kernel.locks import lock

log = logging.getLogger(__name__)

BATCH = 100
LEASE_SECONDS = 300
MOST_SECONDS = 300
# An index that was dropped is looked for again each day, for a week: whoever was writing just then may have made it
# anew, and a store may come back from a backup. Only those that were ours are dropped: others may share the server.
AGAIN_AFTER, AGAIN_FOR = timedelta(days=1), timedelta(days=7)


def follow_all() -> None:
    """Until nothing is due. One index after the other, and each by one worker at a time."""
    while operations := _claim():
        store_name = operations[0].store
        try:
            store = open_store(store_name, db.session, current.settings(DatasetSettings))
            for operation in operations:
                _follow(store, operation)
                _finish(operation)
        except StoreUnavailable as error:
            log.warning("%s does not follow: %s", store_name, error)
            _postpone(store_name, operations, error)


def forget_deleted(job: Job) -> None:
    """The vectors of a document that was deleted while they were sent."""
    settings = current.settings(DatasetSettings)
    with unit_of_work() as session:
        if session.scalar(select(Document.id).where(Document.id == job.document_id)) is not None:
            return
        for target in job.targets:
            row = session.get(KnowledgeIndex, target.id)
            dims = row.dimensions if row else target.dims
            if not is_remote(target.store) or not dims:
                continue
            writer, index = open_writer(target.store, session, settings), VectorIndex(target.id, dims)
            if row:
                writer.delete(index, document_ids=[job.document_id])
            else:
                writer.drop(index)


def sweep(session: DbSession) -> None:
    """What lost its message, or has waited for its store."""
    if session.scalar(select(IndexOperation.id).where(IndexOperation.due_at <= func.clock_timestamp()).limit(1)):
        enqueue(TASK)


def _claim() -> list[IndexOperation]:
    """Some of one index, that nobody else is at."""
    with unit_of_work() as session:
        lock(session, "index operations")
        busy = select(IndexOperation.index_id).where(IndexOperation.claimed_until > func.clock_timestamp())
        due = IndexOperation.due_at <= func.clock_timestamp()
        free = select(IndexOperation.index_id).where(due, IndexOperation.index_id.not_in(busy))
        index_id = session.scalar(free.order_by(IndexOperation.due_at).limit(1))
        if index_id is None:
            return []
        mine = (IndexOperation.index_id == index_id, due)
        found = session.scalars(select(IndexOperation).where(*mine).order_by(IndexOperation.id).limit(BATCH)).all()
        token = uuid4()
        these = update(IndexOperation).where(among(IndexOperation.id, [each.id for each in found]))
        session.execute(these.values(claim=token, claimed_until=seconds_from_now(LEASE_SECONDS)))
        return list(found)


def _finish(operation: IndexOperation) -> None:
    this = IndexOperation.id == operation.id
    with unit_of_work() as session:
        if operation.kind == "drop" and operation.created_at > now() - AGAIN_FOR:
            later = {"due_at": seconds_from_now(AGAIN_AFTER.total_seconds()), "attempt": 0, "error": None}
            session.execute(update(IndexOperation).where(this).values(**later, claim=None, claimed_until=None))
        else:
            session.execute(delete(IndexOperation).where(this))
        held = update(IndexOperation).where(
            IndexOperation.index_id == operation.index_id, IndexOperation.claimed_until.is_not(None)
        )
        session.execute(held.values(claimed_until=seconds_from_now(LEASE_SECONDS)))


def _postpone(store: str, operations: Sequence[IndexOperation], error: StoreUnavailable) -> None:
    """All of this store: none of them would get further."""
    wait = min(MOST_SECONDS, 2 ** min(operations[0].attempt + 1, 9))
    with unit_of_work() as session:
        claimed = update(IndexOperation).where(among(IndexOperation.id, [each.id for each in operations]))
        released = {"claim": None, "claimed_until": None, "error": error.message}
        session.execute(claimed.values(**released, attempt=IndexOperation.attempt + 1))
        due = update(IndexOperation).where(
            IndexOperation.store == store, IndexOperation.due_at < seconds_from_now(wait)
        )
        session.execute(due.values(due_at=seconds_from_now(wait)))


def _follow(store: VectorStore, operation: IndexOperation) -> None:
    index = VectorIndex(operation.index_id, operation.dimensions)
    try:
        if operation.kind == "drop":
            store.drop(index)
        elif operation.kind == "write":
            _write(store, index, operation.ids)
        else:
            _look_again(store, index, operation)
    except StoreSchemaDiffers as error:
        # It has nothing of ours to change. What it lacks, a check finds.
        log.warning("%s: %s", store.name, error)


@dataclass
class _Rows:
    """Of one operation, as they are now. `found` and `hidden`: ids; `whole`: documents, and whether they are found."""

    found: list[UUID] = field(default_factory=list[UUID])
    hidden: list[UUID] = field(default_factory=list[UUID])
    gone: list[UUID] = field(default_factory=list[UUID])
    whole: dict[UUID, bool] = field(default_factory=dict[UUID, bool])
    gone_documents: list[UUID] = field(default_factory=list[UUID])


def _look_again(store: VectorStore, index: VectorIndex, operation: IndexOperation) -> None:
    with unit_of_work() as session:
        rows = _rows(session, operation)
    store.delete(index, document_ids=rows.gone_documents, ids=rows.gone)
    for enabled in (True, False):
        documents = [id_ for id_, found in rows.whole.items() if found is enabled]
        store.set_enabled(index, enabled, document_ids=documents, ids=rows.found if enabled else rows.hidden)


def _rows(session: DbSession, operation: IndexOperation) -> _Rows:
    rows = _Rows()
    answers = Document.enabled & ~Document.archived
    documents = select(Document.id, answers).where(among(Document.id, operation.document_ids))
    rows.whole = {id_: bool(found) for id_, found in session.execute(documents)}
    rows.gone_documents = [each for each in operation.document_ids if each not in rows.whole]
    # Segments that are off themselves stay so, whatever their document is.
    off = select(Segment.id).where(among(Segment.document_id, list(rows.whole)), ~Segment.enabled)
    children = select(ChildChunk.id).where(ChildChunk.segment_id.in_(off))
    rows.hidden = list(session.scalars(off.union_all(children)))
    known = {row.id: row.enabled for row in _searched(session, operation.ids)}
    rows.found = [id_ for id_, enabled in known.items() if enabled]
    rows.hidden += [id_ for id_, enabled in known.items() if not enabled]
    rows.gone = [each for each in operation.ids if each not in known]
    return rows


def _searched(session: DbSession, ids: Sequence[UUID]) -> list[Any]:
    """(id, document_id, text_hash, enabled) of segments and child chunks."""
    enabled = (Segment.enabled & Document.enabled & ~Document.archived).label("enabled")
    segments = select(Segment.id, Segment.document_id, Segment.text_hash, enabled)
    segments = segments.join(Document, Document.id == Segment.document_id).where(among(Segment.id, ids))
    children = select(ChildChunk.id, ChildChunk.document_id, ChildChunk.text_hash, enabled)
    children = children.join(Segment, Segment.id == ChildChunk.segment_id)
    children = children.join(Document, Document.id == ChildChunk.document_id).where(among(ChildChunk.id, ids))
    return [*session.execute(segments), *session.execute(children)]


def _write(store: VectorStore, index: VectorIndex, ids: Sequence[UUID]) -> None:
    with unit_of_work() as session:
        of_index = select(KnowledgeIndex.provider, KnowledgeIndex.model, Dataset.workspace_id)
        of_index = of_index.join(Dataset, Dataset.id == KnowledgeIndex.dataset_id)
        row = session.execute(of_index.where(KnowledgeIndex.id == index.id)).one_or_none()
        if row is None:
            return
        rows = _searched(session, ids)
        cache = VectorCache(row.workspace_id, row.provider, row.model)
        vectors = cache.vectors(session, {each.text_hash for each in rows})
    known = [each for each in rows if len(vectors.get(each.text_hash, ())) == index.dims]
    store.create(index)
    store.upsert(index, [VectorRow(r.id, r.document_id, vectors[r.text_hash], bool(r.enabled)) for r in known])
    gone = set(ids) - {row.id for row in rows}
    store.delete(index, ids=list(gone))
