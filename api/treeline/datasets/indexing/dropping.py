"""The end of indexes that answer no more: those of a model or a language before, and those that were cancelled."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from treeline.datasets import indexes
from treeline.datasets.models import KnowledgeIndex
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import open_writer
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work


def due() -> ColumnElement[bool]:
    return (KnowledgeIndex.state == "retired") & (KnowledgeIndex.retired_at <= now() - indexes.KEPT)


def drop_due() -> int:
    """How many were dropped. May be interrupted anywhere, and run twice at once."""
    dropped = 0
    with unit_of_work() as session:
        ids: Sequence[UUID] = session.scalars(select(KnowledgeIndex.id).where(due())).all()
    for index_id in ids:
        with unit_of_work() as session:
            dropped += _drop(session, index_id)
    return dropped


def _drop(session: DbSession, index_id: UUID) -> int:
    locked = select(KnowledgeIndex).where(KnowledgeIndex.id == index_id, due()).with_for_update(skip_locked=True)
    index = session.scalars(locked).one_or_none()
    if index is None:
        return 0
    if index.kind == "words":
        WordIndex(session, index.id, index.language).drop()
    elif index.dimensions is not None:
        store = open_writer(index.store, session, current.settings(DatasetSettings))
        store.drop(VectorIndex(index.id, index.dimensions))
    session.delete(index)
    return 1
