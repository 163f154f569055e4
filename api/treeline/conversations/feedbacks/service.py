from uuid import UUID

from sqlalchemy import delete, select

from treeline.apps.models import App
from treeline.conversations import postgres
from treeline.conversations.messages import MessageService
from treeline.conversations.models import Conversation, Feedback, Message
from treeline.conversations.owners import Owner
from treeline.kernel.db import DbSession


class FeedbackService:
    """What one end user or member thinks of an app's answers; and what everybody does."""

    def __init__(self, session: DbSession, app: App, owner: Owner):
        self.session, self.app, self.owner = session, app, owner

    def give(self, message_id: UUID, rating: str | None, content: str | None) -> None:
        """In place of what they thought before; None takes it back. Raises MessageNotFound."""
        message = MessageService(self.session, self.app, self.owner).get(message_id, lock=True)
        if rating is not None:
            postgres.rate(self.session, self.app.id, message.id, self.owner, rating, content or "")
            return
        mine = Feedback.end_user_id == self.owner.end_user_id
        if self.owner.end_user_id is None:
            mine = Feedback.account_id == self.owner.account_id
        self.session.execute(delete(Feedback).where(Feedback.message_id == message.id, mine))

    def page(self, offset: int, limit: int) -> list[tuple[Feedback, UUID]]:
        """Everybody's, the newest first, each with its conversation's id."""
        given = select(Feedback, Message.conversation_id).join(Message, Message.id == Feedback.message_id)
        living = given.join(Conversation, Conversation.id == Message.conversation_id).where(
            Feedback.app_id == self.app.id, Conversation.deleted_at.is_(None)
        )
        newest = living.order_by(Feedback.created_at.desc(), Feedback.id.desc()).offset(offset).limit(limit)
        return [(feedback, conversation_id) for feedback, conversation_id in self.session.execute(newest)]
