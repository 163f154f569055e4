"""Accepting an invitation: what its link is good for, and joining the workspace."""

from dataclasses import dataclass
from uuid import UUID

import redis
from sqlalchemy import func, select

from treeline.accounts.audit.service import record
from treeline.accounts.invitations.errors import AccountExists, InvitationForAnother
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.errors import VerificationNotFound
from treeline.accounts.verifications.models import Verification
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import Actor, Deed


@dataclass(frozen=True)
class Welcome:
    """What somebody with the link is shown."""

    workspace_id: UUID
    workspace_name: str
    email: str
    role: str
    inviter: str | None
    account_exists: bool
    # That the inviter has chosen for them.
    language: str


class AcceptanceService:
    """Whoever holds the token of an invitation.

    All raise one of errors.BAD_LINK for one that is no good.
    """

    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis):
        self.session, self._verifications = session, VerificationService(session, settings, client)

    def look(self, token: str) -> Welcome:
        invitation = self._of(self._verifications.look("invitation", token))
        workspace = self.session.get_one(Workspace, invitation.workspace_id)
        inviter = self.session.get(Account, invitation.invited_by) if invitation.invited_by else None
        return Welcome(
            workspace_id=workspace.id,
            workspace_name=workspace.name,
            email=invitation.email,
            role=invitation.role,
            inviter=inviter.name if inviter else None,
            account_exists=self._account(invitation.email) is not None,
            language=invitation.language,
        )

    def check_new(self, token: str) -> str:
        """The address that a new account may be made for. Raises AccountExists."""
        email = self._of(self._verifications.look("invitation", token)).email
        if self._account(email) is not None:
            raise AccountExists
        return email

    def accept(self, token: str, account_id: UUID, ip: str) -> WorkspaceMember:
        """Once. The next login of the account goes there. Raises InvitationForAnother, and then nothing is used."""
        account = self.session.get_one(Account, account_id)
        found = self._verifications.look("invitation", token)
        if found.email != account.email:
            raise InvitationForAnother(found.email)
        # The invitation first, as whoever revokes it does; what has happened meanwhile is said by `use`.
        invitation = self._locked(found)
        self._verifications.use("invitation", token)
        invitation.accepted_at, invitation.accepted_by = now(), account.id
        here = (WorkspaceMember.workspace_id == invitation.workspace_id, WorkspaceMember.account_id == account.id)
        member = self.session.scalar(select(WorkspaceMember).where(*here))
        if member is None:
            member = WorkspaceMember(workspace_id=invitation.workspace_id, account_id=account.id, role=invitation.role)
            self.session.add(member)
        member.chosen_at = now()
        self.session.flush()
        joins = Deed("member.join", "member", account.id, account.name, {"role": member.role})
        record(self.session, joins, Actor("account", account.id, workspace_id=member.workspace_id, ip=ip))
        return member

    def _of(self, found: Verification) -> Invitation:
        invitation = self.session.scalar(select(Invitation).where(Invitation.verification_id == found.id))
        if invitation is None:
            raise VerificationNotFound
        return invitation

    def _locked(self, found: Verification) -> Invitation:
        invitation_id = self._of(found).id
        return self.session.scalars(select(Invitation).where(Invitation.id == invitation_id).with_for_update()).one()

    def _account(self, email: str) -> Account | None:
        return self.session.scalar(select(Account).where(func.lower(Account.email) == email))
