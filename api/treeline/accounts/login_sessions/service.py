from uuid import UUID

from treeline.accounts.access import Member
from treeline.accounts.models import LoginSession
from treeline.accounts.sessions import SessionService


class OwnSessions:
    """The login sessions of one member, in whatever workspace."""

    def __init__(self, sessions: SessionService, member: Member):
        self.sessions, self.member = sessions, member

    def all(self) -> list[LoginSession]:
        return self.sessions.all(self.member.account_id)

    def end(self, session_id: UUID) -> None:
        """Raises SessionNotFound."""
        self.sessions.end_one(self.member.account_id, session_id)

    def end_others(self) -> None:
        self.sessions.end_others(self.member.account_id, but=self.member.session_id)
