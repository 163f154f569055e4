"""Inviting people to a workspace: sending invitations, again if need be, and revoking them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, cast
from uuid import UUID

import redis
from sqlalchemy import delete, func, select

from treeline.accounts.access import Member, lock_workspace
from treeline.accounts.errors import AlreadyMember, RoleNotGiven
from treeline.accounts.invitations.errors import InvitationNotFound, InvitationSentRecently, TooManyInvitations
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.accounts.roles import GIVES, Role
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import ApiError
from treeline.mail.service import Letter, MailService, is_configured

# Nobody is sent one after the other.
PAUSE = timedelta(seconds=60)
MAX_OPEN = 500
# After its end, for whoever asks what became of it.
KEPT = timedelta(days=90)
_OPEN = (Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))


class Listed(NamedTuple):
    invitation: Invitation
    inviter: str | None


@dataclass(frozen=True)
class Sent:
    """`path`: of the link, for the inviter to pass on; None if it was mailed."""

    invitation: Invitation
    path: str | None


@dataclass(frozen=True)
class Invited:
    """What came of one address: it was sent, or why not."""

    email: str
    sent: Sent | None = None
    refusal: ApiError | None = None


class InvitationService:
    """The invitations to the current workspace of one of its members."""

    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis, member: Member):
        self.session, self.settings, self.member = session, settings, member
        self._verifications = VerificationService(session, settings, client)
        self._mails = MailService(session, settings)

    def all(self) -> list[Listed]:
        """Those that are open, also if they have expired; the newest first."""
        mine = (
            select(Invitation, Account.name)
            .join(Account, Account.id == Invitation.invited_by, isouter=True)
            .where(Invitation.workspace_id == self.member.workspace_id, *_OPEN)
        )
        newest_first = mine.order_by(Invitation.created_at.desc(), Invitation.id.desc())
        return [Listed(*row) for row in self.session.execute(newest_first)]

    def invite(self, emails: Sequence[str], role: Role, language: str) -> list[Invited]:
        """One result an address, each given in its normal form. Who is invited already gets a new link and this role.

        Raises RoleNotGiven, TooManyInvitations.
        """
        self._check_role(role)
        lock_workspace(self.session, self.member.workspace_id)
        wanted = list(dict.fromkeys(emails))
        members, invited = self._members(wanted), self._invited(wanted)
        self._check_room(sum(email not in members and email not in invited for email in wanted))
        return [
            Invited(email, refusal=AlreadyMember(f"{email} is already a member of this workspace."))
            if email in members
            else self._invite(email, invited.get(email), role, language)
            for email in wanted
        ]

    def resend(self, invitation_id: UUID) -> Sent:
        """A new link; the one before is void. Raises InvitationNotFound, InvitationSentRecently, RoleNotGiven."""
        invitation = self._one(invitation_id)
        self._check_role(cast(Role, invitation.role))
        self._check_pause(invitation)
        self._verifications.revoke(invitation.verification_id)
        self._mails.cancel(invitation.mail_id)
        return self._send(invitation)

    def revoke(self, invitation_id: UUID) -> Invitation:
        """Raises InvitationNotFound."""
        invitation = self._one(invitation_id)
        self._revoke([invitation])
        return invitation

    def revoke_those_of(self, account_id: UUID, roles: Collection[str]) -> None:
        """Whoever may not give these roles any more may still hold links that do."""
        mine = (Invitation.workspace_id == self.member.workspace_id, Invitation.role.in_(roles), *_OPEN)
        theirs = select(Invitation).where(Invitation.invited_by == account_id, *mine).with_for_update()
        self._revoke(self.session.scalars(theirs).all())

    def _invite(self, email: str, before: Invitation | None, role: Role, language: str) -> Invited:
        if before is not None:
            try:
                self._check_role(cast(Role, before.role))
                self._check_pause(before)
            except ApiError as refusal:
                return Invited(email, refusal=refusal)
            self._verifications.revoke(before.verification_id)
            self._mails.cancel(before.mail_id)
        invitation = before or Invitation(workspace_id=self.member.workspace_id, email=email)
        invitation.role, invitation.language = role, language
        return Invited(email, self._send(invitation))

    def _send(self, invitation: Invitation) -> Sent:
        lasts = timedelta(hours=self.settings.invite_expiry_hours)
        made = self._verifications.make(
            "invitation",
            email=invitation.email,
            workspace_id=invitation.workspace_id,
            lasts=lasts,
            with_code=False,
        )
        path = f"/activate?token={made.token}"
        invitation.verification_id, invitation.invited_by = made.id, self.member.account_id
        invitation.sent_at, invitation.expires_at, invitation.asked_at = now(), now() + lasts, None
        invitation.mail_id = self._mails.send(self._letter(invitation, path)).id
        self.session.add(invitation)
        self.session.flush()
        return Sent(invitation, None if is_configured(self.settings) else path)

    def _letter(self, invitation: Invitation, path: str) -> Letter:
        inviter = self.session.get_one(Account, self.member.account_id)
        workspace = self.session.get_one(Workspace, self.member.workspace_id)
        return Letter(
            kind="invitation",
            recipient=invitation.email,
            language=invitation.language,
            values={"inviter": inviter.name, "workspace": workspace.name, "role": invitation.role},
            link=path,
            expires_at=invitation.expires_at,
            workspace_id=invitation.workspace_id,
        )

    def _revoke(self, invitations: Iterable[Invitation]) -> None:
        for invitation in invitations:
            invitation.revoked_at = now()
            self._verifications.revoke(invitation.verification_id)
            self._mails.cancel(invitation.mail_id)

    def _check_role(self, role: Role) -> None:
        if role not in GIVES[cast(Role, self.member.role)]:
            raise RoleNotGiven.to(self.member.role, role)

    def _check_pause(self, invitation: Invitation) -> None:
        left = invitation.sent_at + PAUSE - now()
        if left > timedelta():
            raise InvitationSentRecently(int(left.total_seconds()) + 1)

    def _check_room(self, more: int) -> None:
        mine = select(func.count()).where(Invitation.workspace_id == self.member.workspace_id, *_OPEN)
        if more and (self.session.scalar(mine) or 0) + more > MAX_OPEN:
            raise TooManyInvitations(
                f"A workspace can have at most {MAX_OPEN} pending invitations. Revoke some that are no longer needed."
            )

    def _members(self, emails: Collection[str]) -> set[str]:
        members = select(Account.email).join(WorkspaceMember, WorkspaceMember.account_id == Account.id)
        here = members.where(WorkspaceMember.workspace_id == self.member.workspace_id, Account.email.in_(emails))
        return set(self.session.scalars(here))

    def _invited(self, emails: Collection[str]) -> dict[str, Invitation]:
        mine = (Invitation.workspace_id == self.member.workspace_id, Invitation.email.in_(emails), *_OPEN)
        found = self.session.scalars(select(Invitation).where(*mine).with_for_update())
        return {invitation.email: invitation for invitation in found}

    def _one(self, invitation_id: UUID) -> Invitation:
        mine = (Invitation.id == invitation_id, Invitation.workspace_id == self.member.workspace_id, *_OPEN)
        invitation = self.session.scalar(select(Invitation).where(*mine).with_for_update())
        if invitation is None:
            raise InvitationNotFound
        return invitation


def forget_invitations(session: DbSession) -> None:
    """Those that ended, or expired, long ago."""
    session.execute(delete(Invitation).where(Invitation.expires_at < now() - KEPT))
