"""Who calls the service API: no user, but the holder of an app's API key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g, request
from sqlalchemy import bindparam, select

from treeline.accounts.access import holds
from treeline.accounts.rights import API_KEY, Holder
from treeline.apps.access import WITH_AUTHOR
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.errors import ApiDisabled, KeyExpired, KeyForbids, KeyMissing, KeyUnknown
from treeline.apps.keys.models import PREFIX, ApiToken
from treeline.apps.keys.uses import KeyUses
from treeline.apps.models import App
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.deeds import Actor, acts
from treeline.kernel.secret_keys import hashed
from treeline.kernel.server.later import belongs_to
from treeline.kernel.web import Access

KEY_MAY = ("read", "edit")
# Asked with every request, and so made once: making it takes as long as the answer.
_KEY = (
    select(
        ApiToken.id,
        ApiToken.app_id,
        ApiToken.name,
        ApiToken.workspace_id,
        ApiToken.scopes,
        ApiToken.expires_at,
        App.enable_api,
    )
    .join(App, App.id == ApiToken.app_id)
    .where(ApiToken.token_hash == bindparam("hash"), App.deleted_at.is_(None))
)


@dataclass(frozen=True)
class KeyHolder:
    key_id: UUID
    app_id: UUID


def current_key() -> KeyHolder:
    """Whose key came with this request; there is one wherever the access is APP_KEY."""
    return g.app_key


def _check() -> Collection[str]:
    token = sent_key(PREFIX)
    # Found by its hash or not at all: no comparison here takes longer the more of a guess is right.
    with unit_of_work() as session:
        key = session.execute(_KEY, {"hash": hashed(token)}).one_or_none()
    if key is None:
        raise KeyUnknown
    refuse_expired(key.expires_at)
    if not key.enable_api:
        raise ApiDisabled
    g.app_key = KeyHolder(key.id, key.app_id)
    holds(Holder(API_KEY, key.id))
    acts(Actor("api_key", key.id, key.name, key.workspace_id))
    belongs_to("app", key.app_id)
    KeyUses(current.redis()).note(key.id, request.remote_addr)
    return key.scopes


def refuse_expired(expires_at: datetime | None) -> None:
    """Raises KeyExpired."""
    if expires_at is not None and expires_at <= now():
        raise KeyExpired(expires_at)


def sent_key(prefix: str) -> str:
    """From the header and nowhere else: a browser sends cookies by itself, and addresses end up in logs.

    `prefix`: how such keys begin, for whoever sent none. Raises KeyMissing.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        raise KeyMissing(f"API key missing: send the header Authorization: Bearer {prefix}….")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise KeyMissing(f"The Authorization header must use the Bearer scheme: Authorization: Bearer {prefix}….")
    if not token.strip():
        raise KeyMissing(f"The Authorization header doesn't contain an API key: Authorization: Bearer {prefix}….")
    return token.strip()


APP_KEY = Access(
    "app key",
    _check,
    refusals=(KeyMissing, KeyUnknown, KeyExpired, ApiDisabled),
    security={"appKey": {"type": "http", "scheme": "bearer", "description": "The API key of an app: app-…"}},
    scoped=True,
)


def key_app(can: str) -> App:
    """The app of this request's key. Raises KeyForbids for more than reading and editing, AppNotFound."""
    if can not in KEY_MAY:
        raise KeyForbids
    app = db.session.scalars(WITH_AUTHOR, {"app_id": current_key().app_id}).one_or_none()
    if app is None:
        raise AppNotFound("The app this API key belongs to has been deleted.")
    return app
