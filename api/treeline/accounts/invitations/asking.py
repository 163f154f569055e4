"""Asking for a new invitation with the link of one that has expired. Nothing is told to whoever asks."""

from collections.abc import Sequence
from datetime import timedelta

import redis
from sqlalchemy import select

from treeline.accounts.audit.service import record
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.accounts.roles import ABILITIES
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import Actor, Deed
from treeline.mail.service import Letter, MailService, is_configured

# Asking more often tells nobody anything.
PAUSE = timedelta(days=1)
MOST_TOLD = 10


class AskingService:
    """Whoever holds the token of an invitation."""

    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis):
        self.session, self.settings = session, settings
        self._verifications = VerificationService(session, settings, client)

    def ask(self, token: str, ip: str) -> None:
        """The members page shows it, and whoever can send a new one is mailed; once a day, and not while it is good.

        Raises VerificationNotFound, VerificationUsed, VerificationRevoked.
        """
        expired = self._verifications.look_expired("invitation", token)
        if expired is None:
            return
        open_one = (Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        this = select(Invitation).where(Invitation.verification_id == expired.id, *open_one)
        invitation = self.session.scalar(this.with_for_update())
        if invitation is None or (invitation.asked_at is not None and invitation.asked_at > now() - PAUSE):
            return
        invitation.asked_at = now()
        asks = Deed("invitation.ask", "invitation", invitation.id, invitation.email)
        record(self.session, asks, Actor("anonymous", workspace_id=invitation.workspace_id, ip=ip))
        if is_configured(self.settings):
            self._tell(invitation)

    def _tell(self, invitation: Invitation) -> None:
        workspace = self.session.get_one(Workspace, invitation.workspace_id)
        values = {"email": invitation.email, "workspace": workspace.name}
        for reader in self._readers(invitation):
            MailService(self.session, self.settings).send(
                Letter(
                    kind="invitation_asked",
                    recipient=reader.email,
                    language=reader.interface_language,
                    values={**values, "name": reader.name},
                    link="/settings/members",
                    workspace_id=invitation.workspace_id,
                )
            )

    def _readers(self, invitation: Invitation) -> Sequence[Account]:
        """The inviter, if they may still invite; otherwise those who may."""
        able = (
            select(Account)
            .join(WorkspaceMember, WorkspaceMember.account_id == Account.id)
            .where(
                WorkspaceMember.workspace_id == invitation.workspace_id,
                WorkspaceMember.role.in_(ABILITIES["manage"]),
            )
            .order_by(WorkspaceMember.created_at, WorkspaceMember.id)
        )
        inviter = self.session.scalars(able.where(Account.id == invitation.invited_by)).all()
        return inviter or self.session.scalars(able.limit(MOST_TOLD)).all()
