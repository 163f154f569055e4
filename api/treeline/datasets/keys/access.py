"""Who calls the service API about knowledge bases: the holder of a `ds-` key."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import g, request
from sqlalchemy import bindparam, select

from treeline.accounts.access import holds
from treeline.accounts.rights import API_KEY, Holder
from treeline.apps.keys.access import refuse_expired, sent_key
from treeline.apps.keys.errors import KeyExpired, KeyForbids, KeyMissing, KeyUnknown
from treeline.apps.keys.models import DATASET_PREFIX, ApiToken
from treeline.apps.keys.uses import KeyUses
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.deeds import Actor, acts
from treeline.kernel.secret_keys import hashed
from treeline.kernel.server.later import belongs_to
from treeline.kernel.web import Access

KEY_MAY = ("belong", "curate")
_KEY = select(
    ApiToken.id,
    ApiToken.name,
    ApiToken.workspace_id,
    ApiToken.dataset_ids,
    ApiToken.scopes,
    ApiToken.expires_at,
    ApiToken.created_by,
).where(ApiToken.token_hash == bindparam("hash"), ApiToken.type == "dataset")


@dataclass(frozen=True)
class DatasetKeyHolder:
    key_id: UUID
    workspace_id: UUID
    dataset_ids: tuple[UUID, ...] | None
    made_by: UUID | None


def key_of_request() -> DatasetKeyHolder | None:
    """None where somebody else makes the request."""
    return g.get("dataset_key")


def current_dataset_key(can: str) -> DatasetKeyHolder:
    """Whose key came with this request. Raises KeyForbids."""
    holder: DatasetKeyHolder = g.dataset_key
    if can not in KEY_MAY:
        raise KeyForbids
    return holder


def _check() -> Collection[str]:
    token = sent_key(DATASET_PREFIX)
    with unit_of_work() as session:
        key = session.execute(_KEY, {"hash": hashed(token)}).one_or_none()
    if key is None:
        raise KeyUnknown("Invalid API key. Use one of the workspace's knowledge base keys, which begin with ds-.")
    refuse_expired(key.expires_at)
    limited = None if key.dataset_ids is None else tuple(key.dataset_ids)
    g.dataset_key = DatasetKeyHolder(key.id, key.workspace_id, limited, key.created_by)
    holds(Holder(API_KEY, key.id))
    acts(Actor("api_key", key.id, key.name, key.workspace_id))
    belongs_to("workspace", key.workspace_id)
    KeyUses(current.redis()).note(key.id, request.remote_addr)
    return key.scopes


DATASET_KEY = Access(
    "dataset key",
    _check,
    refusals=(KeyMissing, KeyUnknown, KeyExpired, KeyForbids),
    security={
        "datasetKey": {"type": "http", "scheme": "bearer", "description": "A key of the workspace's knowledge: ds-…"}
    },
    scoped=True,
)
