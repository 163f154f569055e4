"""How whoever asked gets the answer: as it comes, or whole."""

from flask import Response, current_app
from sqlalchemy import select

from treeline.apps.models import App
from treeline.conversations.answering.errors import AnswerPending
from treeline.conversations.answering.schemas import AnswerOut
from treeline.conversations.answering.service import Asked
from treeline.conversations.answering.usage import metadata_of
from treeline.conversations.errors import MessageNotFound
from treeline.conversations.models import Message
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import reply
from treeline.kernel.web import json_response
from treeline.runs.streaming import stream_response, wait

# Beyond the time that a run has: it may have waited for a worker.
GRACE_SECONDS = 30


def answer(app: App, asked: Asked, *, streaming: bool) -> Response:
    """No transaction may be open, and none is while the answer is made."""
    return stream_response(asked.task_id) if streaming else _whole(app, asked)


def _whole(app: App, asked: Asked) -> Response:
    """Raises AnswerPending; MessageNotFound if its conversation has been deleted meanwhile."""
    events, ended = wait(asked.task_id, current_app.extensions["settings"].run_max_seconds + GRACE_SECONDS)
    if not ended:
        raise AnswerPending(f"The answer is not there yet: follow it with GET /v1/runs/{asked.task_id}/events.")
    last = events[-1] if events else {}
    if last.get("event") == "error":
        return reply(last["status"], last["code"], last["message"])
    with unit_of_work() as session:
        message = session.scalars(select(Message).where(Message.run_id == asked.task_id)).one_or_none()
    if message is None:
        raise MessageNotFound
    out = AnswerOut(
        task_id=asked.task_id,
        id=message.id,
        message_id=message.id,
        conversation_id=message.conversation_id,
        mode=app.mode,
        answer=message.answer,
        metadata=metadata_of(message),
        created_at=message.created_at,
    )
    return json_response(out.model_dump_json().encode())
