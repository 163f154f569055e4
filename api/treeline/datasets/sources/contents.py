"""Bytes that are here already, by their hashes: those of documents, and those that were pushed for a sync."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from treeline.assets.packs.contents import Located
from treeline.datasets.models import Document
from treeline.datasets.sources.models import DatasetContent, DatasetPackList
from treeline.files.postgres import TRASHED_FOR, among, trash_unnamed
from treeline.files.service import Received
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession

# A pack list outlives its link; what came for it is made documents by the next call.
KEPT = timedelta(hours=24)
BATCH = 1000


def of_documents(session: DbSession, dataset_id: UUID, hashes: Collection[str]) -> dict[str, Located]:
    rows = session.execute(
        select(Document.content_hash, Document.storage_key, Document.size).where(
            Document.dataset_id == dataset_id,
            among(Document.content_hash, hashes),
            Document.storage_key.is_not(None),
        )
    )
    return {sha256: Located(key, size) for sha256, key, size in rows if sha256 and key}


def pushed(session: DbSession, dataset_id: UUID, hashes: Collection[str]) -> dict[str, Received]:
    mine = (DatasetContent.dataset_id == dataset_id, among(DatasetContent.content_hash, hashes))
    rows = session.scalars(select(DatasetContent).where(*mine))
    return {each.content_hash: Received(each.storage_key, each.size, each.content_hash) for each in rows}


def record(session: DbSession, dataset_id: UUID, received: Sequence[Received]) -> None:
    """Keep pushed bytes. What was there gives way: nobody knows whether the storage still has it."""
    by_hash = {each.sha256: each for each in received if each.key is not None}
    if not by_hash:
        return
    mine = (DatasetContent.dataset_id == dataset_id, among(DatasetContent.content_hash, by_hash))
    old = session.scalars(select(DatasetContent.storage_key).where(*mine).with_for_update()).all()
    rows = [
        {
            "dataset_id": dataset_id,
            "content_hash": each.sha256,
            "size": each.size,
            "storage_key": each.key,
            "created_at": now(),
        }
        for each in sorted(by_hash.values(), key=lambda one: one.sha256)
    ]
    kept = insert(DatasetContent).values(rows)
    newer = {"storage_key": kept.excluded.storage_key, "created_at": kept.excluded.created_at}
    session.execute(kept.on_conflict_do_update(index_elements=["dataset_id", "content_hash"], set_=newer))
    if old:
        trash_unnamed(session, old, now() + TRASHED_FOR)


def take(session: DbSession, dataset_id: UUID, received: Collection[Received]) -> bool:
    """Pushed bytes become documents' own. False: somebody else has taken some of them."""
    keys = [each.key for each in received if each.key is not None]
    mine = (DatasetContent.dataset_id == dataset_id, among(DatasetContent.storage_key, keys))
    taken = session.execute(delete(DatasetContent).where(*mine).returning(DatasetContent.content_hash)).all()
    return len(taken) == len(keys)


def forget(session: DbSession, dataset_id: UUID) -> None:
    """Of a dataset that goes."""
    mine = delete(DatasetContent).where(DatasetContent.dataset_id == dataset_id)
    _trash(session, session.scalars(mine.returning(DatasetContent.storage_key)).all())


def forget_old(session: DbSession) -> None:
    """What was pushed and never synced, and lists whose links have expired."""
    before = now() - KEPT
    some = select(DatasetContent.storage_key).where(DatasetContent.created_at < before).limit(BATCH)
    old = delete(DatasetContent).where(DatasetContent.storage_key.in_(some))
    _trash(session, session.scalars(old.returning(DatasetContent.storage_key)).all())
    lists = select(DatasetPackList.id).where(DatasetPackList.created_at < before).limit(BATCH)
    session.execute(delete(DatasetPackList).where(DatasetPackList.id.in_(lists)))


def _trash(session: DbSession, keys: Sequence[UUID]) -> None:
    if keys:
        trash_unnamed(session, keys, now() + TRASHED_FOR)
