"""Which knowledge bases an app names: only those that whoever says so may read, and they can't be deleted meanwhile."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select

from treeline.accounts.models import WorkspaceMember
from treeline.apps.models import App
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.models import AppDataset, Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.files.postgres import among
from treeline.kernel.db import DbSession


def readable(session: DbSession, workspace_id: UUID, app_id: UUID, account_id: UUID) -> ColumnElement[bool]:
    """By this member, or named by the app already."""
    member = WorkspaceMember.workspace_id == workspace_id, WorkspaceMember.account_id == account_id
    role = session.scalar(select(WorkspaceMember.role).where(*member))
    return or_(visible(Caller(workspace_id, account_id, role)), visible(Caller(workspace_id, app_id=app_id)))


def require_readable(session: DbSession, app: App, ids: Collection[UUID], by: UUID | None) -> None:
    """`by`: None for nobody in particular, who may name what the workspace has. Raises DatasetNotFound."""
    if not ids:
        return
    here = Dataset.workspace_id == app.workspace_id, Dataset.deleted_at.is_(None)
    allowed = readable(session, app.workspace_id, app.id, by) if by else Dataset.workspace_id == app.workspace_id
    # Shared with others who name it, not with whoever deletes it.
    found = select(Dataset.id).where(*here, among(Dataset.id, ids), allowed).order_by(Dataset.id)
    there = set(session.scalars(found.with_for_update(read=True)))
    if missing := [each for each in ids if each not in there]:
        raise unknown(missing[0])


def bind(session: DbSession, app: App, ids: Collection[UUID]) -> None:
    """What the app names from now on, whatever it named before; what is not there is left out."""
    here = Dataset.workspace_id == app.workspace_id, Dataset.deleted_at.is_(None)
    there = select(Dataset.id).where(*here, among(Dataset.id, ids)).order_by(Dataset.id).with_for_update(read=True)
    named = set(session.scalars(there)) if ids else set[UUID]()
    mine = AppDataset.app_id == app.id
    before = set(session.scalars(select(AppDataset.dataset_id).where(mine)))
    if gone := before - named:
        session.execute(delete(AppDataset).where(mine, AppDataset.dataset_id.in_(gone)))
    session.add_all(AppDataset(app_id=app.id, dataset_id=each) for each in named - before)
    session.flush()


def unknown(dataset_id: object) -> DatasetNotFound:
    return DatasetNotFound(f"This workspace has no knowledge base with the ID {dataset_id}. Choose another one.")
