"""Who may see and change which knowledge bases: one rule, as conditions of a query, so that no row is ever looked at
that is not the caller's to see.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from treeline.datasets.models import AppDataset, Dataset, DatasetMember
from treeline.files.postgres import among

MANAGERS = ("owner", "admin")


@dataclass(frozen=True)
class Caller:
    """A member by the account and the role, a holder of a `ds-` key, or an app while it runs.

    `dataset_ids`: what the key is limited to. `account_id` of a key: who made it, for what the key makes.
    """

    workspace_id: UUID
    account_id: UUID | None = None
    role: str | None = None
    is_key: bool = False
    dataset_ids: tuple[UUID, ...] | None = None
    app_id: UUID | None = None

    @property
    def origin(self) -> str:
        return "api" if self.is_key else "web"


def living(caller: Caller) -> ColumnElement[bool]:
    return and_(Dataset.workspace_id == caller.workspace_id, Dataset.deleted_at.is_(None))


def visible(caller: Caller) -> ColumnElement[bool]:
    """The datasets that the caller may read and search."""
    if caller.app_id is not None:
        bound = select(AppDataset.dataset_id).where(AppDataset.app_id == caller.app_id)
        return and_(living(caller), Dataset.id.in_(bound))
    if caller.is_key:
        shared = or_(Dataset.permission == "all_team_members", Dataset.by_key)
        if caller.dataset_ids is None:
            return and_(living(caller), shared)
        # Named for it by whoever made it, it opens what they may read: as long as they may.
        return and_(living(caller), among(Dataset.id, caller.dataset_ids), or_(shared, _shared_with(caller)))
    return and_(living(caller), _shared_with(caller))


def _shared_with(caller: Caller) -> ColumnElement[bool]:
    """With an account, by its role too."""
    listed = select(DatasetMember.dataset_id).where(DatasetMember.account_id == caller.account_id)
    return or_(
        Dataset.permission == "all_team_members",
        and_(Dataset.permission == "partial_members", Dataset.id.in_(listed)),
        and_(Dataset.permission == "partial_members", true() if caller.role in MANAGERS else false()),
        Dataset.created_by == caller.account_id,
    )


def listed(caller: Caller, *, include_all: bool) -> ColumnElement[bool]:
    """What a list shows: with `include_all`, owners and admins also see that others' private ones exist."""
    return living(caller) if include_all and caller.role in MANAGERS else visible(caller)


def is_open_to(caller: Caller, dataset: Dataset) -> bool:
    """Of a dataset in the list of a manager: whether more than its name and its owner may be shown."""
    return dataset.permission != "only_me" or dataset.created_by == caller.account_id
