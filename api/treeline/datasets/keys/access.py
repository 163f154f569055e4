"""Who calls the service API about knowledge bases: the holder of a `ds-` key."""

from dataclasses import dataclass
from uuid import UUID

from flask import g
from sqlalchemy import bindparam, select

from treeline.apps.keys.access import sent_key
from treeline.apps.keys.errors import KeyForbids, KeyMissing, KeyUnknown
from treeline.apps.keys.models import ApiToken
from treeline.apps.keys.secret import DATASET_PREFIX, hashed
from treeline.apps.keys.uses import KeyUses
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.deeds import Actor, acts
from treeline.kernel.server.later import belongs_to
from treeline.kernel.web import Access

KEY_MAY = ("belong", "curate")
_KEY = select(
    ApiToken.id,
    ApiToken.name,
    ApiToken.workspace_id,
    ApiToken.dataset_ids,
    ApiToken.read_only,
    ApiToken.created_by,
).where(ApiToken.token_hash == bindparam("hash"), ApiToken.type == "dataset")


@dataclass(frozen=True)
class DatasetKeyHolder:
    key_id: UUID
    workspace_id: UUID
    dataset_ids: tuple[UUID, ...] | None
    read_only: bool
    made_by: UUID | None


def key_of_request() -> DatasetKeyHolder | None:
    """None where somebody else makes the request."""
    return g.get("dataset_key")


def current_dataset_key(can: str) -> DatasetKeyHolder:
    """Whose key came with this request. Raises KeyForbids."""
    holder: DatasetKeyHolder = g.dataset_key
    if can not in KEY_MAY:
        raise KeyForbids
    if holder.read_only and can != "belong":
        raise KeyForbids("This API key can only read. Use one that can also make changes.")
    return holder


def _check() -> None:
    token = sent_key(DATASET_PREFIX)
    with unit_of_work() as session:
        key = session.execute(_KEY, {"hash": hashed(token)}).one_or_none()
    if key is None:
        raise KeyUnknown("Invalid API key. Use one of the workspace's knowledge base keys, which begin with ds-.")
    limited = None if key.dataset_ids is None else tuple(key.dataset_ids)
    g.dataset_key = DatasetKeyHolder(key.id, key.workspace_id, limited, key.read_only, key.created_by)
    acts(Actor("api_key", key.id, key.name, key.workspace_id))
    belongs_to("workspace", key.workspace_id)
    KeyUses(current.redis()).note(key.id)


DATASET_KEY = Access(
    "dataset key",
    _check,
    refusals=(KeyMissing, KeyUnknown, KeyForbids),
    security={
        "datasetKey": {"type": "http", "scheme": "bearer", "description": "A key of the workspace's knowledge: ds-…"}
    },
)
