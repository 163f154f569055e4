"""The knowledge base that a request is about, or its 404."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import allow, current_member
from treeline.datasets.errors import DatasetApiDisabled, DatasetNotFound
from treeline.datasets.keys.access import current_dataset_key
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.kernel.db import DbSession, db


def find_dataset(session: DbSession, caller: Caller, dataset_id: UUID) -> Dataset:
    """Raises DatasetNotFound, also for what the caller may not see."""
    dataset = session.scalars(select(Dataset).where(Dataset.id == dataset_id, visible(caller))).one_or_none()
    if dataset is None:
        raise DatasetNotFound
    return dataset


def find_datasets(session: DbSession, caller: Caller, dataset_ids: Collection[UUID]) -> list[Dataset]:
    """In this order, each once. Raises DatasetNotFound, also for what the caller may not see."""
    ids = list(dict.fromkeys(dataset_ids))
    found = {each.id: each for each in session.scalars(select(Dataset).where(Dataset.id.in_(ids), visible(caller)))}
    if any(each not in found for each in ids):
        raise DatasetNotFound
    return [found[each] for each in ids]


def member_caller() -> Caller:
    member = current_member()
    return Caller(member.workspace_id, member.account_id, member.role)


def get_dataset(dataset_id: UUID, can: str) -> Dataset:
    """Of a member. Raises DatasetNotFound, Forbidden."""
    dataset = find_dataset(db.session, member_caller(), dataset_id)
    allow(current_member(), can)
    return dataset


def key_caller(can: str) -> Caller:
    """Raises KeyForbids for what the key may not do at all."""
    holder = current_dataset_key(can)
    return Caller(holder.workspace_id, holder.made_by, is_key=True, dataset_ids=holder.dataset_ids)


def key_dataset(dataset_id: UUID, can: str) -> Dataset:
    """Of a holder of a `ds-` key. Raises DatasetNotFound, DatasetApiDisabled, KeyForbids."""
    dataset = find_dataset(db.session, key_caller(can), dataset_id)
    if not dataset.enable_api:
        raise DatasetApiDisabled
    return dataset
