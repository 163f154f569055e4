"""The end of an account, and of the workspaces that nobody else is in."""

from dataclasses import replace
from uuid import UUID

import redis
from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from treeline.accounts import ports
from treeline.accounts.access import lock_workspace
from treeline.accounts.audit.service import record
from treeline.accounts.closing.errors import SoleInstanceAdmin, SoleOwner
from treeline.accounts.letters.service import LetterRequests
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.accounts.sessions import Caller
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.errors import VerificationNotFound
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import Deed, current_actor, recorded


class AccountClosing:
    """For one account, in its own hands. Opens its own short units of work."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, caller: Caller, account: Account):
        self.settings, self._redis, self.caller, self.account = settings, client, caller, account

    def ask(self) -> str:
        """Have a code sent to the account's address: the token that it goes with.

        Raises SoleOwner, SoleInstanceAdmin, TooManyAttempts, TooManyMails.
        """
        with unit_of_work() as session:
            self._check(session)
        requests = LetterRequests(self.settings, self._redis, self.caller)
        email = self.account.email.lower()
        requests.admit(email)
        with unit_of_work() as session:
            return requests.ask(session, "delete_account", email, self.account.id)

    def preview(self) -> tuple[list[Workspace], list[Workspace]]:
        """The workspaces that end with it, and those that keep it from ending."""
        with unit_of_work() as session:
            return self._left_alone(session), self._without_owner(session)

    def close(self, token: str, code: str) -> None:
        """Raises SoleOwner, SoleInstanceAdmin, and what `VerificationService.use` raises."""
        with unit_of_work() as session:
            proven = VerificationService(session, self.settings, self._redis).use("delete", token, code)
            if proven.account_id != self.account.id:
                raise VerificationNotFound
            # Whoever joins or leaves one of them meanwhile waits, or is waited for.
            for workspace_id in self._mine(session):
                lock_workspace(session, workspace_id)
            self._check(session)
            left = [workspace.id for workspace in self._left_alone(session)]
            for workspace_id in left:
                for close in ports.closing.given():
                    close(session, workspace_id)
            self._record(session, left)
            session.execute(delete(Account).where(Account.id == self.account.id))

    def _record(self, session: DbSession, left: list[UUID]) -> None:
        """In the logs of those who stay."""
        deed = Deed("account.delete", "account", self.account.id, self.account.name)
        for workspace_id in self._mine(session):
            if workspace_id not in left:
                record(session, deed, replace(current_actor(), workspace_id=workspace_id))
        recorded(deed.name)

    def _check(self, session: DbSession) -> None:
        # One at a time: two admins who leave at once would both see the other.
        admins = select(Account.id).where(Account.is_instance_admin).with_for_update()
        if self.account.is_instance_admin and len(session.scalars(admins).all()) == 1:
            raise SoleInstanceAdmin
        if blocking := self._without_owner(session):
            raise SoleOwner([workspace.name for workspace in blocking])

    def _mine(self, session: DbSession) -> list[UUID]:
        mine = select(WorkspaceMember.workspace_id).where(WorkspaceMember.account_id == self.account.id)
        return list(session.scalars(mine.order_by(WorkspaceMember.workspace_id)))

    def _left_alone(self, session: DbSession) -> list[Workspace]:
        other = aliased(WorkspaceMember)
        others = select(other.id).where(other.workspace_id == Workspace.id, other.account_id != self.account.id)
        alone = select(Workspace).where(Workspace.id.in_(self._mine(session)), ~others.exists())
        return list(session.scalars(alone.order_by(Workspace.name, Workspace.id)))

    def _without_owner(self, session: DbSession) -> list[Workspace]:
        other, mine = aliased(WorkspaceMember), aliased(WorkspaceMember)
        others = select(other.id).where(other.workspace_id == Workspace.id, other.account_id != self.account.id)
        owned = select(mine.id).where(
            mine.workspace_id == Workspace.id, mine.account_id == self.account.id, mine.role == "owner"
        )
        found = select(Workspace).where(owned.exists(), others.exists(), ~others.where(other.role == "owner").exists())
        return list(session.scalars(found.order_by(Workspace.name, Workspace.id)))
