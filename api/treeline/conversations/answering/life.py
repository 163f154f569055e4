"""The end of a message, whatever answers it."""

from typing import Any

from sqlalchemy import select

from treeline.conversations.answering import events
from treeline.conversations.models import Message
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.runs.models import Run


def message_of(session: DbSession, run: Run) -> Message | None:
    """None: its conversation has been deleted."""
    return session.scalars(select(Message).where(Message.run_id == run.id)).one_or_none()


def failed(session: DbSession, run: Run, answer: str) -> dict[str, Any]:
    """What an executor's `failed` does: the message keeps what has been said, and why it is no more."""
    message = message_of(session, run)
    if message is None:
        return {}
    message.status = "stopped" if run.status == "stopped" else "error"
    message.error, message.answer, message.updated_at = run.error, answer, now()
    message.latency = (now() - (run.started_at or run.created_at)).total_seconds()
    return events.common(run.kind, message)
