"""Transferring a workspace: its owner proves with a code from a mail that it is them, and then names the next one."""

from datetime import timedelta
from uuid import UUID

import redis
from sqlalchemy import select

from treeline.accounts.access import Member, lock_workspace
from treeline.accounts.errors import CannotOperateSelf, MemberNotFound, RoleNotGiven, TooManyAttempts
from treeline.accounts.invitations.service import InvitationService
from treeline.accounts.letters.notices import Owners, notify_of_transfer
from treeline.accounts.lockout import Lockout
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.accounts.roles import GIVES, ROLES
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.errors import VerificationNotFound
from treeline.accounts.verifications.models import Verification
from treeline.accounts.verifications.service import Made, VerificationService
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import tell
from treeline.mail.service import Letter, MailService, is_configured

# Where an instance admin passes the code on.
BY_HAND = timedelta(days=1)
MAILS, HOUR = 5, 3600


class TransferService:
    """For the owner of the current workspace."""

    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis, member: Member):
        self.session, self.settings, self.member = session, settings, member
        self._redis, self._verifications = client, VerificationService(session, settings, client)

    def ask(self) -> str:
        """Mail a code to the owner. The token that it goes with; alone it proves nothing. Raises TooManyAttempts."""
        limit = Lockout(self._redis, self.settings).exceeds(MAILS, HOUR, "transfer", str(self.member.account_id))
        if limit:
            raise TooManyAttempts(
                f"Too many codes were sent. Try again in {limit // 60 + 1} minutes.",
                headers={"Retry-After": str(limit)},
            )
        owner = self.session.get_one(Account, self.member.account_id)
        workspace = self.session.get_one(Workspace, self.member.workspace_id)
        lasts = timedelta(minutes=self.settings.owner_transfer_token_expiry_minutes)
        made = self._make(owner.email, lasts if is_configured(self.settings) else BY_HAND, with_code=True)
        expires_at = self.session.get_one(Verification, made.id).expires_at
        MailService(self.session, self.settings).send(
            Letter(
                kind="owner_transfer",
                recipient=owner.email,
                language=owner.interface_language,
                values={"name": owner.name, "workspace": workspace.name, "code": made.code or ""},
                expires_at=expires_at,
                workspace_id=workspace.id,
            )
        )
        return made.token

    def check(self, token: str, code: str) -> tuple[str, str]:
        """The owner's address, and the token to transfer with. Raises what `VerificationService.use` raises."""
        proven = self._mine(self._verifications.use("transfer", token, code))
        return proven.email, self._make(proven.email, proven.expires_at - proven.created_at, with_code=False).token

    def transfer(self, account_id: UUID, token: str) -> None:
        """From now on that member owns the workspace, and whoever did is an admin.

        Raises CannotOperateSelf, MemberNotFound, RoleNotGiven, and what `VerificationService.use` raises.
        """
        if account_id == self.member.account_id:
            raise CannotOperateSelf("You own this workspace already. Choose another member.")
        lock_workspace(self.session, self.member.workspace_id)
        found = {each.account_id: each for each in self._members(account_id, self.member.account_id)}
        if found[self.member.account_id].role != "owner":
            raise RoleNotGiven("Only the owner can transfer the workspace.")
        if account_id not in found:
            raise MemberNotFound
        # One with a code has not been checked.
        if self._mine(self._verifications.look("transfer", token)).code_hash is not None:
            raise VerificationNotFound
        self._verifications.use("transfer", token)
        workspace = self.session.get_one(Workspace, self.member.workspace_id)
        owners = Owners(*(self.session.get_one(Account, each) for each in (self.member.account_id, account_id)))
        to = f"{workspace.name} → {owners.now.email}"
        tell(role_before=found[account_id].role, object_id=workspace.id, object_name=to)
        found[account_id].role, found[self.member.account_id].role = "owner", "admin"
        invitations = InvitationService(self.session, self.settings, self._redis, self.member)
        invitations.revoke_those_of(self.member.account_id, set(ROLES) - set(GIVES["admin"]))
        notify_of_transfer(self.session, self.settings, workspace, owners)

    def _mine(self, found: Verification) -> Verification:
        """Of this owner and this workspace: a code for one workspace transfers no other."""
        if (found.account_id, found.workspace_id) != (self.member.account_id, self.member.workspace_id):
            raise VerificationNotFound
        return found

    def _make(self, email: str, lasts: timedelta, *, with_code: bool) -> Made:
        return self._verifications.make(
            "transfer",
            email=email,
            account_id=self.member.account_id,
            workspace_id=self.member.workspace_id,
            lasts=lasts,
            with_code=with_code,
        )

    def _members(self, *account_ids: UUID) -> list[WorkspaceMember]:
        """As they are now, locked."""
        here = (
            WorkspaceMember.workspace_id == self.member.workspace_id,
            WorkspaceMember.account_id.in_(account_ids),
        )
        found = select(WorkspaceMember).where(*here).order_by(WorkspaceMember.id).with_for_update()
        return list(self.session.scalars(found.execution_options(populate_existing=True)))
