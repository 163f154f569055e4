"""The indexes of a dataset: its words, and its vectors by one model. One of each answers; another may be in the making.

Text that is new goes into what answers, in the transaction that makes it answer; an index in the making is brought up
to it afterwards (`indexing/switching.py`). What is deleted, enabled or disabled is so in both at once. Whoever writes
for a document holds the document's row and then shares the indexes; whoever makes another index answer has them alone.
So an index that begins to answer lacks nothing, and nobody writes what is new into one that has ended.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, delete, select, update

from treeline.datasets.models import Dataset, IndexedDocument, KnowledgeIndex
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import InvalidEmbedding
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import open_writer
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.locks import lock

WRITTEN = ("active", "building")
# Of what answers no more.
KEPT = timedelta(hours=24)


class IndexesChanged(Exception):
    """Another index answers by now than the one that the vectors were made for. Nothing was written."""


@dataclass(frozen=True)
class VectorTarget:
    """An index that gets vectors. `dims`: None until its model has answered once; then its store has it."""

    id: UUID
    store: str
    provider: str
    model: str
    dims: int | None


def share(session: DbSession, dataset_id: UUID) -> None:
    """Until the end of the transaction no other index begins to answer. With the row of the document locked."""
    lock(session, f"indexes of {dataset_id}", shared=True)


def have_alone(session: DbSession, dataset_id: UUID) -> None:
    """Until the end of the transaction nobody writes into any of them. No document may be locked."""
    lock(session, f"indexes of {dataset_id}")


def target_of(index: KnowledgeIndex) -> VectorTarget:
    return VectorTarget(index.id, index.store, index.provider, index.model, index.dimensions)


def targets_of(session: DbSession, dataset_id: UUID) -> tuple[VectorTarget, ...]:
    """The indexes of vectors that answer: one, or none. `share` first where it must stay so."""
    active = (KnowledgeIndex.dataset_id == dataset_id, KnowledgeIndex.kind == "vectors")
    rows = session.scalars(select(KnowledgeIndex).where(*active, KnowledgeIndex.state == "active"))
    return tuple(map(target_of, rows))


def require_same(session: DbSession, dataset_id: UUID, targets: tuple[VectorTarget, ...]) -> None:
    """Raises IndexesChanged. Share them first."""
    if {each.id for each in targets_of(session, dataset_id)} != {each.id for each in targets}:
        raise IndexesChanged


def learn(session: DbSession, settings: DatasetSettings, target: VectorTarget, dims: int) -> VectorTarget:
    """The first vectors decide how long all of an index are. Raises InvalidEmbedding; errors of the store."""
    if target.dims is None:
        this = KnowledgeIndex.id == target.id
        session.execute(update(KnowledgeIndex).where(this, KnowledgeIndex.dimensions.is_(None)).values(dimensions=dims))
        known = session.scalar(select(KnowledgeIndex.dimensions).where(this))
        target = replace(target, dims=known)
        if known is not None:
            open_writer(target.store, session, settings).create(VectorIndex(target.id, known))
    if target.dims != dims:
        told = f"{target.model} returned vectors of {dims} numbers; those of this index have {target.dims}."
        raise InvalidEmbedding(told)
    return target


def retire(session: DbSession, dataset_id: UUID, kind: str) -> None:
    """What answers does so no more, but for searches that have begun; it is kept for a while. Have them alone first."""
    active = (KnowledgeIndex.dataset_id == dataset_id, KnowledgeIndex.kind == kind, KnowledgeIndex.state == "active")
    session.execute(update(KnowledgeIndex).where(*active).values(state="retired", retired_at=now()))


def words_of(session: DbSession, dataset_id: UUID) -> WordIndex:
    """The words that answer."""
    active = (KnowledgeIndex.dataset_id == Dataset.id, KnowledgeIndex.kind == "words", KnowledgeIndex.state == "active")
    wanted = select(Dataset.doc_language, KnowledgeIndex.id, KnowledgeIndex.language)
    row = session.execute(wanted.outerjoin(KnowledgeIndex, and_(*active)).where(Dataset.id == dataset_id)).one_or_none()
    language, index_id, indexed = row or (None, None, None)
    return WordIndex(session, index_id, indexed) if index_id else WordIndex(session, dataset_id, language)


def forget(session: DbSession, document_id: UUID) -> None:
    """The document answers something else now, under the same generation: indexes in the making lack that."""
    session.execute(delete(IndexedDocument).where(IndexedDocument.document_id == document_id))
