"""Which knowledge bases an app names: only those that whoever says so may read, and they can't be deleted meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, or_, select, update

from treeline.accounts.models import Account, WorkspaceMember
from treeline.apps.models import App
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.models import AppDataset, Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.files.postgres import among
from treeline.kernel.db import DbSession


def readable(session: DbSession, workspace_id: UUID, app_id: UUID, account_id: UUID) -> ColumnElement[bool]:
    """By this member, or named by the app already."""
    return or_(_seen_by(session, workspace_id, account_id), visible(Caller(workspace_id, app_id=app_id)))


def _seen_by(session: DbSession, workspace_id: UUID, account_id: UUID) -> ColumnElement[bool]:
    """By this member; by nobody who is none any more."""
    member = WorkspaceMember.workspace_id == workspace_id, WorkspaceMember.account_id == account_id
    role = session.scalar(select(WorkspaceMember.role).where(*member))
    return visible(Caller(workspace_id, account_id, role)) if role else false()


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


def bind(session: DbSession, app: App, ids: Collection[UUID], by: UUID | None) -> None:
    """What the app names from now on, whatever it named before; what is not there is left out.

    `by` answers for each of them that they may read; another's stay with whoever named them.
    """
    here = Dataset.workspace_id == app.workspace_id, Dataset.deleted_at.is_(None)
    there = select(Dataset.id).where(*here, among(Dataset.id, ids)).order_by(Dataset.id).with_for_update(read=True)
    named = set(session.scalars(there)) if ids else set[UUID]()
    mine = AppDataset.app_id == app.id
    before = set(session.scalars(select(AppDataset.dataset_id).where(mine)))
    if gone := before - named:
        session.execute(delete(AppDataset).where(mine, AppDataset.dataset_id.in_(gone)))
    session.add_all(AppDataset(app_id=app.id, dataset_id=each, created_by=by) for each in named - before)
    session.flush()
    if by is not None and (kept := named & before):
        seen = select(Dataset.id).where(among(Dataset.id, kept), _seen_by(session, app.workspace_id, by))
        session.execute(update(AppDataset).where(mine, AppDataset.dataset_id.in_(seen)).values(created_by=by))


@dataclass(frozen=True)
class Binding:
    """`has_access`: whether who named it may still read it; True if that is not known. `is_seen`: by whoever asks."""

    dataset: Dataset
    by: Account | None
    has_access: bool
    is_seen: bool


def bindings(session: DbSession, app: App, caller: Caller) -> list[Binding]:
    """What the app names, by name."""
    rows = (
        select(Dataset, Account)
        .join(AppDataset, AppDataset.dataset_id == Dataset.id)
        .outerjoin(Account, Account.id == AppDataset.created_by)
        .where(AppDataset.app_id == app.id, Dataset.deleted_at.is_(None))
    )
    found = [(row[0], row[1]) for row in session.execute(rows.order_by(Dataset.name, Dataset.id))]
    these = select(Dataset.id).where(among(Dataset.id, [dataset.id for dataset, _ in found]))
    seen = set(session.scalars(these.where(visible(caller))))
    readable_by = {
        each: set(session.scalars(these.where(_seen_by(session, app.workspace_id, each))))
        for each in {by.id for _, by in found if by}
    }
    return [
        Binding(dataset, by, by is None or dataset.id in readable_by[by.id], dataset.id in seen)
        for dataset, by in found
    ]


def unknown(dataset_id: object) -> DatasetNotFound:
    return DatasetNotFound(f"This workspace has no knowledge base with the ID {dataset_id}. Choose another one.")
