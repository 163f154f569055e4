"""Removes a conversation: its messages with everything that belongs to them, batch by batch, then the conversation.

While a worker is still answering, the conversation stays: the answer is stopped, and removed with the rest once it is
stored. So no worker ever loses its message.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from treeline.conversations.models import Conversation, Message, MessageFile
from treeline.files.postgres import among
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import forget
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.runs import stopping
from treeline.runs.models import Run

BATCH = 200
OVERDUE = timedelta(minutes=10)


class StillAnswering(Exception):
    """Come back later."""


def remove(conversation_id: UUID, signal_stop: Callable[[UUID], None]) -> None:
    """Remove a deleted conversation. May be interrupted anywhere and run again, also twice at once.

    Raises StillAnswering, when its runs have been told to stop.
    """
    with unit_of_work() as session:
        stopped = _stop_runs(session, conversation_id)
    for run_id in stopped:
        signal_stop(run_id)
    if stopped:
        raise StillAnswering
    while _remove_some(conversation_id):
        pass


def overdue(session: DbSession) -> list[UUID]:
    """Conversations that were deleted a while ago and are still here: their task was lost."""
    late = select(Conversation.id).where(Conversation.deleted_at < now() - OVERDUE)
    return list(session.scalars(late.order_by(Conversation.deleted_at).limit(100)))


def forget_conversations(app_id: UUID) -> bool:
    """A step of `app_deletion`: remove a batch of messages; when there are none, a batch of conversations."""
    with unit_of_work() as session:
        if remove_messages(session, Message.app_id == app_id):
            return True
        some = select(Conversation.id).where(Conversation.app_id == app_id).limit(BATCH)
        gone = session.scalars(delete(Conversation).where(Conversation.id.in_(some)).returning(Conversation.id)).all()
    return len(gone) > 0


def _stop_runs(session: DbSession, conversation_id: UUID) -> list[UUID]:
    """Ask the runs that still answer in a deleted conversation to stop. Which they are."""
    asked = select(Message.run_id).join(Conversation, Conversation.id == Message.conversation_id)
    here = asked.where(Conversation.id == conversation_id, Conversation.deleted_at.is_not(None))
    return list(stopping.request(session, Run.id.in_(here)))


def _remove_some(conversation_id: UUID) -> bool:
    """Remove a batch of messages, or the conversation that has none left. False when that is gone."""
    with unit_of_work() as session:
        # Whoever adds a message holds this row until the commit: it is found here, or refused because the row is gone.
        this = select(Conversation.id).where(Conversation.id == conversation_id, Conversation.deleted_at.is_not(None))
        if session.scalar(this.with_for_update()) is None:
            return False
        if remove_messages(session, Message.conversation_id == conversation_id):
            return True
        session.execute(delete(Conversation).where(Conversation.id == conversation_id))
        return False


def remove_messages(session: DbSession, of: ColumnElement[bool]) -> int:
    """Remove a batch of messages with their runs, thoughts, feedback and files. How many they were."""
    some = session.execute(select(Message.id, Message.run_id).where(of).limit(BATCH)).all()
    if not some:
        return 0
    ids = [row.id for row in some]
    named = select(MessageFile.upload_file_id).where(MessageFile.message_id.in_(ids))
    # Whoever names one of them in another message holds it until the commit, and is seen afterwards.
    locked = select(UploadFile.id).where(UploadFile.id.in_(named)).order_by(UploadFile.id).with_for_update()
    uploads = session.scalars(locked).all()
    session.execute(delete(Message).where(Message.id.in_(ids)))
    session.execute(delete(Run).where(Run.id.in_([row.run_id for row in some if row.run_id])))
    _forget_uploads(session, uploads)
    return len(ids)


def _forget_uploads(session: DbSession, ids: Collection[UUID]) -> None:
    """Of these uploads, forget those that no message names any more; their objects are trashed."""
    if ids:
        named = select(MessageFile.id).where(MessageFile.upload_file_id == UploadFile.id)
        unnamed = select(UploadFile.id).where(among(UploadFile.id, ids), ~named.exists())
        forget(session, session.scalars(unnamed).all(), now())
