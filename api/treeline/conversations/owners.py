"""Who owns a conversation: an end user, or a member who tests the app in the console."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from treeline.conversations.models import Conversation, Feedback


@dataclass(frozen=True)
class Owner:
    """One of the two, or neither: nobody owns nothing."""

    end_user_id: UUID | None = None
    account_id: UUID | None = None

    @property
    def conversations(self) -> ColumnElement[bool]:
        """The condition that a conversation is theirs."""
        if self.end_user_id is not None:
            return Conversation.end_user_id == self.end_user_id
        if self.account_id is not None:
            return Conversation.account_id == self.account_id
        return false()

    def gave(self, feedback: Feedback) -> bool:
        return (feedback.end_user_id, feedback.account_id) == (self.end_user_id, self.account_id)


class Team(Owner):
    """The people who build the app: in its logs they see everybody's conversations. As a member, they judge answers."""

    @property
    def conversations(self) -> ColumnElement[bool]:
        return true()
