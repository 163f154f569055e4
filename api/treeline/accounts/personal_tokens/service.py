from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, func, or_, select

from treeline.accounts.errors import TwoStepRequired
from treeline.accounts.models import Workspace, WorkspaceMember
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.personal_tokens.errors import (
    PersonalTokenExpired,
    PersonalTokenInvalid,
    PersonalTokenNotFound,
    TooManyTokens,
)
from treeline.accounts.personal_tokens.models import PREFIX, PersonalToken
from treeline.accounts.rights import Right, held
from treeline.accounts.two_step.models import TwoStepSecret
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.secret_keys import hashed, new_token, shown

MAX_TOKENS = 10
_MEMBER = (WorkspaceMember.workspace_id == PersonalToken.workspace_id) & (
    WorkspaceMember.account_id == PersonalToken.account_id
)
_HAS_SECOND_FACTOR = or_(
    exists().where(TwoStepSecret.account_id == PersonalToken.account_id, TwoStepSecret.confirmed_at.is_not(None)),
    exists().where(Passkey.account_id == PersonalToken.account_id),
)
_WITH_ROLE = (
    select(PersonalToken, WorkspaceMember.role, Workspace.requires_two_step & ~_HAS_SECOND_FACTOR)
    .join(WorkspaceMember, _MEMBER)
    .join(Workspace, Workspace.id == PersonalToken.workspace_id)
    .where(PersonalToken.token_hash == bindparam("hash"))
)


def authenticate(session: DbSession, token: str) -> tuple[PersonalToken, str]:
    """The row of a token, and the role that its owner has now.

    Raises PersonalTokenInvalid, PersonalTokenExpired, TwoStepRequired: what a workspace asks of its members, a token
    does not go around.
    """
    # Found by its hash or not at all: no comparison here takes longer the more of a guess is right.
    found = session.execute(_WITH_ROLE, {"hash": hashed(token)}).one_or_none()
    if found is None:
        raise PersonalTokenInvalid
    row, role, lacks_two_step = found
    if row.expires_at is not None and row.expires_at <= now():
        raise PersonalTokenExpired(row.expires_at)
    if lacks_two_step:
        raise TwoStepRequired
    return row, role


def of_tokens(session: DbSession, rights: Collection[Right]) -> list[Right]:
    found = session.execute(
        select(PersonalToken.id, PersonalToken.workspace_id, WorkspaceMember.role)
        .join(WorkspaceMember, _MEMBER)
        .where(
            PersonalToken.id.in_({right.holder.id for right in rights}),
            or_(PersonalToken.expires_at.is_(None), PersonalToken.expires_at > now()),
        )
    )
    return held(rights, {row.id: (row.workspace_id, row.role) for row in found})


def delete_tokens(session: DbSession, account_id: UUID) -> None:
    """Those of an account in all workspaces: whoever had its password may have made some."""
    session.execute(delete(PersonalToken).where(PersonalToken.account_id == account_id))


class PersonalTokenService:
    """The tokens of one member in one workspace."""

    def __init__(self, session: DbSession, account_id: UUID, workspace_id: UUID):
        self.session, self.account_id, self.workspace_id = session, account_id, workspace_id
        self._mine = (PersonalToken.account_id == account_id, PersonalToken.workspace_id == workspace_id)

    def all(self) -> list[PersonalToken]:
        """The oldest first."""
        mine = select(PersonalToken).where(*self._mine)
        return list(self.session.scalars(mine.order_by(PersonalToken.created_at, PersonalToken.id)))

    def create(self, name: str, scopes: Sequence[str], expires_at: datetime | None = None) -> tuple[PersonalToken, str]:
        """A new token and its text, which is nowhere else. Raises TooManyTokens."""
        self._lock()
        count = self.session.scalar(select(func.count()).select_from(PersonalToken).where(*self._mine)) or 0
        if count >= MAX_TOKENS:
            raise TooManyTokens(f"You can have at most {MAX_TOKENS} tokens in a workspace. Delete one you don't need.")
        token = new_token(PREFIX)
        row = PersonalToken(
            account_id=self.account_id,
            workspace_id=self.workspace_id,
            name=name,
            token_hash=hashed(token),
            token_shown=shown(token),
            scopes=list(scopes),
            expires_at=expires_at,
        )
        self.session.add(row)
        self.session.flush()
        return row, token

    def delete(self, token_id: UUID) -> None:
        """Raises PersonalTokenNotFound."""
        this = delete(PersonalToken).where(PersonalToken.id == token_id, *self._mine)
        if self.session.scalar(this.returning(PersonalToken.id)) is None:
            raise PersonalTokenNotFound

    def _lock(self) -> None:
        """So that two do not both make the tenth."""
        mine = select(WorkspaceMember.id).where(
            WorkspaceMember.account_id == self.account_id, WorkspaceMember.workspace_id == self.workspace_id
        )
        self.session.execute(mine.with_for_update(key_share=True))
