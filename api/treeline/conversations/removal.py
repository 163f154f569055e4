"""The end of a conversation: its messages with all that belongs to them, batch by batch, then the conversation."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from treeline.conversations.models import Conversation, Message
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.runs.models import Run

BATCH = 200
OVERDUE = timedelta(minutes=10)


def remove(conversation_id: UUID) -> None:
    """Remove a deleted conversation. May be interrupted anywhere and run again, also twice at once."""
    while _remove_some(conversation_id):
        pass


def overdue(session: DbSession) -> list[UUID]:
    """Conversations that were deleted a while ago and are still here: their task was lost."""
    late = select(Conversation.id).where(Conversation.deleted_at < now() - OVERDUE)
    return list(session.scalars(late.order_by(Conversation.deleted_at).limit(100)))


def _remove_some(conversation_id: UUID) -> bool:
    """Remove a batch of messages, or the conversation that has none left. False when that is gone."""
    with unit_of_work() as session:
        # Whoever adds a message holds this row until the commit: it is found here, or refused because the row is gone.
        this = select(Conversation.id).where(Conversation.id == conversation_id, Conversation.deleted_at.is_not(None))
        if session.scalar(this.with_for_update()) is None:
            return False
        if _remove_messages(session, Message.conversation_id == conversation_id) == 0:
            session.execute(delete(Conversation).where(Conversation.id == conversation_id))
            return False
        return True


def _remove_messages(session: DbSession, of: ColumnElement[bool]) -> int:
    some = session.execute(select(Message.id, Message.run_id).where(of).limit(BATCH)).all()
    ids: Sequence[UUID] = [row.id for row in some]
    session.execute(delete(Message).where(Message.id.in_(ids)))
    session.execute(delete(Run).where(Run.id.in_([row.run_id for row in some if row.run_id])))
    return len(ids)
