"""Whether a workspace asks its members for a second factor. `access.py` holds them to it, at every request."""

from sqlalchemy import func, select

from treeline.accounts.access import Member
from treeline.accounts.errors import OwnTwoStepMissing
from treeline.accounts.models import STRONG_METHODS, LoginSession, Workspace, WorkspaceMember
from treeline.accounts.two_step.models import TwoStepSecret
from treeline.kernel.db import DbSession


class TwoStepPolicy:
    """Of the workspace that a member is in."""

    def __init__(self, session: DbSession, member: Member):
        self.session, self.member = session, member

    def is_required(self) -> bool:
        mine = select(Workspace.requires_two_step).where(Workspace.id == self.member.workspace_id)
        return self.session.scalars(mine).one()

    def members_without(self) -> int:
        """How many members have not turned it on."""
        theirs = (TwoStepSecret.account_id == WorkspaceMember.account_id) & TwoStepSecret.confirmed_at.is_not(None)
        members = select(func.count()).select_from(WorkspaceMember).outerjoin(TwoStepSecret, theirs)
        here = WorkspaceMember.workspace_id == self.member.workspace_id
        return self.session.scalar(members.where(here, TwoStepSecret.id.is_(None))) or 0

    def require(self, required: bool) -> None:
        """Raises OwnTwoStepMissing: whoever asks it of others has it, and is not kept out by it."""
        if required and not self._has_it():
            raise OwnTwoStepMissing
        workspace = self.session.get_one(Workspace, self.member.workspace_id)
        workspace.requires_two_step = required

    def _has_it(self) -> bool:
        mine = select(TwoStepSecret.confirmed_at).where(TwoStepSecret.account_id == self.member.account_id)
        began = select(LoginSession.method).where(LoginSession.id == self.member.session_id)
        return self.session.scalar(mine) is not None or self.session.scalar(began) in STRONG_METHODS
