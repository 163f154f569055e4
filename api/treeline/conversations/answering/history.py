"""Earlier messages along the chain of parents: a question that was asked twice has two branches."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from treeline.conversations.models import Message
from treeline.conversations.sizes import MAX_HISTORY_BYTES, fitting, words
from treeline.kernel.db import DbSession

# No model that there is remembers more.
MAX_EXCHANGES = 200
ANSWERED = ("normal", "stopped")


def newest(session: DbSession, conversation_id: UUID) -> UUID | None:
    """The message that a question follows which names none."""
    here = select(Message.id).where(Message.conversation_id == conversation_id)
    return session.scalar(here.order_by(Message.created_at.desc(), Message.id.desc()).limit(1))


def earlier(session: DbSession, parent_id: UUID | None) -> Sequence[Message]:
    """The parent, its parent and so on, the oldest first; without those that have no answer. No more than 8 MiB."""
    if parent_id is None:
        return []
    columns = (Message.id, Message.parent_message_id)
    chain = select(*columns).where(Message.id == parent_id).cte("chain", recursive=True)
    parent = aliased(Message)
    above = select(parent.id, parent.parent_message_id).join(chain, parent.id == chain.c.parent_message_id)
    chain = chain.union_all(above)
    answered = (Message.status.in_(ANSWERED), Message.answer != "")
    found = select(Message.id, words()).join(chain, chain.c.id == Message.id).where(*answered)
    last_first = found.order_by(Message.created_at.desc(), Message.id.desc()).limit(MAX_EXCHANGES)
    ids = fitting(session.execute(last_first), MAX_HISTORY_BYTES)
    return session.scalars(select(Message).where(Message.id.in_(ids)).order_by(Message.created_at, Message.id)).all()
