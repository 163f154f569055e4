from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select

from treeline.accounts.access import lock_workspace
from treeline.apps.keys.errors import KeyNotFound, TooManyKeys
from treeline.apps.keys.models import DATASET_PREFIX, ApiToken
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.files.postgres import among
from treeline.kernel.db import DbSession
from treeline.kernel.secret_keys import hashed, new_token, shown

# Of each knowledge base that they are limited to alone; and of all others of the workspace together.
MAX_KEYS = 10


class DatasetKeyService:
    """The `ds-` keys of one workspace; with `dataset_id`, those that are limited to it alone."""

    def __init__(self, session: DbSession, caller: Caller, dataset_id: UUID | None = None):
        self.session, self.caller, self.dataset_id = session, caller, dataset_id

    def all(self) -> list[ApiToken]:
        """The oldest first."""
        mine = [ApiToken.workspace_id == self.caller.workspace_id, ApiToken.type == "dataset"]
        if self.dataset_id is not None:
            mine.append(ApiToken.dataset_ids == [self.dataset_id])
        return list(self.session.scalars(select(ApiToken).where(*mine).order_by(ApiToken.created_at, ApiToken.id)))

    def create(
        self,
        name: str | None,
        dataset_ids: Sequence[UUID] | None = None,
        scopes: Sequence[str] = ("read", "write"),
        expires_at: datetime | None = None,
    ) -> tuple[ApiToken, str]:
        """A new key and its text, which is nowhere else. Raises TooManyKeys, DatasetNotFound."""
        limited = [self.dataset_id] if self.dataset_id is not None else dataset_ids
        if limited is not None:
            self._check(limited)
            limited = sorted(set(limited))
        lock_workspace(self.session, self.caller.workspace_id)
        count = self.session.scalar(select(func.count()).select_from(ApiToken).where(*self._beside(limited))) or 0
        if count >= MAX_KEYS:
            raise TooManyKeys(f"A knowledge base can have at most {MAX_KEYS} API keys. Delete one you no longer use.")
        token = new_token(DATASET_PREFIX)
        key = ApiToken(
            type="dataset",
            workspace_id=self.caller.workspace_id,
            dataset_ids=limited,
            scopes=list(scopes),
            expires_at=expires_at,
            name=name or f"Key {count + 1}",
            token_hash=hashed(token),
            token_shown=shown(token),
            created_by=self.caller.account_id,
        )
        self.session.add(key)
        self.session.flush()
        return key, token

    def delete(self, key_id: UUID) -> None:
        """Raises KeyNotFound."""
        mine = [ApiToken.workspace_id == self.caller.workspace_id, ApiToken.type == "dataset"]
        if self.dataset_id is not None:
            mine.append(ApiToken.dataset_ids == [self.dataset_id])
        this = delete(ApiToken).where(ApiToken.id == key_id, *mine)
        if self.session.scalar(this.returning(ApiToken.id)) is None:
            raise KeyNotFound("API key not found in this workspace.")

    def _beside(self, limited: Sequence[UUID] | None) -> list[ColumnElement[bool]]:
        """The keys that count together with one that is limited like this."""
        ids = ApiToken.dataset_ids
        alone = limited is not None and len(limited) == 1
        place = ids == limited if alone else or_(ids.is_(None), func.cardinality(ids) > 1)
        return [ApiToken.workspace_id == self.caller.workspace_id, ApiToken.type == "dataset", place]

    def _check(self, dataset_ids: Sequence[UUID]) -> None:
        """Nobody makes a key for what they may not see themselves."""
        seen = select(Dataset.id).where(among(Dataset.id, dataset_ids), visible(self.caller))
        known = set(self.session.scalars(seen))
        if missing := [each for each in dataset_ids if each not in known]:
            raise DatasetNotFound(f"Knowledge base {missing[0]} not found in this workspace.")
