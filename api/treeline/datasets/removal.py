"""The end of documents and datasets: rows first, and what only they named goes to the trash in the same transaction."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from treeline.apps.tags.models import TagBinding
from treeline.datasets.models import Dataset, Document
from treeline.datasets.searchable import SearchTables
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.sources import contents
from treeline.files.postgres import TRASHED_FOR, among, trash_unnamed
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work

BATCH = 100
OVERDUE = timedelta(minutes=10)


def delete_documents(session: DbSession, dataset_id: UUID, document_ids: Collection[UUID]) -> int:
    """Delete documents with their segments. From the commit on nothing of them is found. How many there were."""
    these = (Document.dataset_id == dataset_id, among(Document.id, document_ids))
    gone = delete(Document).where(*these).returning(Document.storage_key, Document.text_storage_key)
    rows = session.execute(gone).all()
    if keys := [key for row in rows for key in row if key is not None]:
        trash_unnamed(session, keys, now() + TRASHED_FOR)
    return len(rows)


def remove(dataset_id: UUID) -> None:
    """Remove a deleted dataset, batch by batch. May be interrupted anywhere and run again, also twice at once."""
    with unit_of_work() as session:
        gone = session.scalar(select(Dataset.id).where(Dataset.id == dataset_id, Dataset.deleted_at.is_not(None)))
    if gone is None:
        return
    while _remove_some(dataset_id):
        pass
    with unit_of_work() as session:
        dataset = session.get(Dataset, dataset_id)
        if dataset is not None:
            SearchTables(session, dataset, current.settings(DatasetSettings)).drop()
        contents.forget(session, dataset_id)
        session.execute(delete(TagBinding).where(TagBinding.target_id == dataset_id))
        session.execute(delete(Dataset).where(Dataset.id == dataset_id))


def _remove_some(dataset_id: UUID) -> int:
    with unit_of_work() as session:
        some = session.scalars(select(Document.id).where(Document.dataset_id == dataset_id).limit(BATCH)).all()
        return delete_documents(session, dataset_id, some)


def overdue(session: DbSession) -> list[UUID]:
    """Datasets that were deleted a while ago and are still here: their task was lost."""
    return list(session.scalars(select(Dataset.id).where(Dataset.deleted_at < now() - OVERDUE).limit(100)))


def close_workspace(session: DbSession, workspace_id: UUID) -> None:
    """Delete all datasets of a workspace; the apps that use them go with it."""
    living = (Dataset.workspace_id == workspace_id, Dataset.deleted_at.is_(None))
    gone = update(Dataset).where(*living).values(deleted_at=now()).returning(Dataset.id)
    for dataset_id in session.scalars(gone).all():
        enqueue("datasets.remove", str(dataset_id))
