from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from treeline.apps.errors import AppNotFound
from treeline.apps.keys.errors import KeyNotFound, TooManyKeys
from treeline.apps.keys.models import PREFIX, ApiToken
from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.scopes import SCOPES
from treeline.kernel.secret_keys import hashed, new_token, shown

MAX_KEYS = 10


class ApiKeyService:
    """The keys of one app."""

    def __init__(self, session: DbSession, app: App, by: UUID):
        self.session, self.app, self.by = session, app, by

    def all(self) -> list[ApiToken]:
        """The oldest first."""
        mine = select(ApiToken).where(ApiToken.app_id == self.app.id)
        return list(self.session.scalars(mine.order_by(ApiToken.created_at, ApiToken.id)))

    def create(
        self, name: str | None = None, scopes: Sequence[str] = SCOPES, expires_at: datetime | None = None
    ) -> tuple[ApiToken, str]:
        """A new key and its text, which is nowhere else. Raises TooManyKeys."""
        self._lock()
        mine = select(func.count()).select_from(ApiToken).where(ApiToken.app_id == self.app.id)
        count = self.session.scalar(mine) or 0
        if count >= MAX_KEYS:
            raise TooManyKeys(f"An app can have at most {MAX_KEYS} API keys. Delete one you no longer use.")
        token = new_token(PREFIX)
        key = ApiToken(
            workspace_id=self.app.workspace_id,
            app_id=self.app.id,
            name=name or f"Key {count + 1}",
            token_hash=hashed(token),
            token_shown=shown(token),
            scopes=list(scopes),
            expires_at=expires_at,
            created_by=self.by,
        )
        self.session.add(key)
        self.session.flush()
        return key, token

    def rename(self, key_id: UUID, name: str) -> ApiToken:
        """Raises KeyNotFound."""
        mine = select(ApiToken).where(ApiToken.id == key_id, ApiToken.app_id == self.app.id)
        key = self.session.scalars(mine).one_or_none()
        if key is None:
            raise KeyNotFound
        key.name = name
        return key

    def delete(self, key_id: UUID) -> None:
        """Raises KeyNotFound."""
        this = delete(ApiToken).where(ApiToken.id == key_id, ApiToken.app_id == self.app.id)
        if self.session.scalar(this.returning(ApiToken.id)) is None:
            raise KeyNotFound

    def _lock(self) -> None:
        """So that two do not both make the tenth. Rows that only refer to the app are not held up."""
        living = select(App.id).where(App.id == self.app.id, App.deleted_at.is_(None))
        if self.session.scalar(living.with_for_update(key_share=True)) is None:
            raise AppNotFound
