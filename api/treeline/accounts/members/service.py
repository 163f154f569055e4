"""Changing who is in a workspace, and with which role. One such change of a workspace at a time."""

from datetime import datetime
from typing import cast
from uuid import UUID

import redis
from sqlalchemy import Row, delete, func, select, update

from treeline.accounts.access import Member, lock_workspace
from treeline.accounts.errors import CannotOperateSelf, LastOwner, MemberNotFound, RoleNotGiven
from treeline.accounts.invitations.service import InvitationService
from treeline.accounts.models import Account, LoginSession, WorkspaceMember
from treeline.accounts.roles import GIVES, ROLES, Role
from treeline.accounts.settings import AccountSettings
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import tell

# id, name, avatar_id, email, role, last_login_at, last_active_at, created_at
Colleague = Row[UUID, str, UUID | None, str, str, datetime | None, datetime | None, datetime]


class MemberService:
    """The members of the current workspace, for one of them."""

    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis, member: Member):
        self.session, self.member = session, member
        self._invitations = InvitationService(session, settings, client, member)

    def all(self) -> list[Colleague]:
        """By name."""
        colleagues = (
            select(
                Account.id,
                Account.name,
                Account.avatar_id,
                Account.email,
                WorkspaceMember.role,
                Account.last_login_at,
                WorkspaceMember.last_active_at,
                WorkspaceMember.created_at,
            )
            .join(WorkspaceMember, WorkspaceMember.account_id == Account.id)
            .where(WorkspaceMember.workspace_id == self.member.workspace_id)
        )
        return list(self.session.execute(colleagues.order_by(func.lower(Account.name), Account.id)))

    def change_role(self, account_id: UUID, role: Role) -> None:
        """Counts from the member's next request on. Raises MemberNotFound, CannotOperateSelf, RoleNotGiven."""
        found = self._other(account_id, "You can't change your own role. Ask another admin or the owner.")
        self._check_gives(role)
        tell(role_before=found.role, role=role)
        found.role = role
        # Links that they sent, and might still hold themselves, give no more than they may give now.
        self._invitations.revoke_those_of(account_id, set(ROLES) - set(GIVES[role]))

    def remove(self, account_id: UUID) -> None:
        """Ends their sessions in this workspace. Raises MemberNotFound, CannotOperateSelf, RoleNotGiven."""
        found = self._other(account_id, "You can't remove yourself. Leave the workspace instead.")
        tell(role_before=found.role)
        self._end(found)

    def leave(self) -> UUID | None:
        """The workspace that this session is in now; None if the account has no other. Raises LastOwner."""
        lock_workspace(self.session, self.member.workspace_id)
        mine = self._found(self.member.account_id)
        if mine.role == "owner" and self._owners() == 1:
            raise LastOwner
        next_id = self.session.scalar(
            select(WorkspaceMember.workspace_id)
            .where(WorkspaceMember.account_id == self.member.account_id, WorkspaceMember.id != mine.id)
            .order_by(WorkspaceMember.chosen_at.desc().nulls_last(), WorkspaceMember.created_at)
            .limit(1)
        )
        if next_id is not None:
            this = update(LoginSession).where(LoginSession.id == self.member.session_id)
            self.session.execute(this.values(workspace_id=next_id))
        tell(object_id=self.member.account_id)
        self._end(mine)
        return next_id

    def _other(self, account_id: UUID, refusal: str) -> WorkspaceMember:
        lock_workspace(self.session, self.member.workspace_id)
        found = self._found(account_id)
        if account_id == self.member.account_id:
            raise CannotOperateSelf(refusal)
        self._check_gives(cast(Role, found.role))
        return found

    def _check_gives(self, role: Role) -> None:
        # By the role of now: it may have been changed while this waited for the lock.
        own = self._found(self.member.account_id).role
        if role not in GIVES[cast(Role, own)]:
            raise RoleNotGiven.to(own, role)

    def _found(self, account_id: UUID) -> WorkspaceMember:
        """As it is now, locked."""
        here = (WorkspaceMember.workspace_id == self.member.workspace_id, WorkspaceMember.account_id == account_id)
        found = self.session.scalar(
            select(WorkspaceMember).where(*here).with_for_update().execution_options(populate_existing=True)
        )
        if found is None:
            raise MemberNotFound
        return found

    def _owners(self) -> int:
        here = (WorkspaceMember.workspace_id == self.member.workspace_id, WorkspaceMember.role == "owner")
        return self.session.scalar(select(func.count()).select_from(WorkspaceMember).where(*here)) or 0

    def _end(self, member: WorkspaceMember) -> None:
        self._invitations.revoke_those_of(member.account_id, ROLES)
        self.session.execute(delete(WorkspaceMember).where(WorkspaceMember.id == member.id))
