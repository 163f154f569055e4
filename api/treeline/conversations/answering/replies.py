"""How the answer is returned: streaming or blocking."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Response
from sqlalchemy import select

from treeline.apps.models import App
from treeline.conversations.answering.errors import AnswerPending
from treeline.conversations.answering.schemas import AnswerOut
from treeline.conversations.answering.usage import metadata_of
from treeline.conversations.errors import MessageNotFound
from treeline.conversations.models import Message
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import reply
from treeline.kernel.server.later import waits_in_loop
from treeline.kernel.validation import problem
from treeline.kernel.web import json_response
from treeline.runs.executors import max_seconds_of
from treeline.runs.streaming import Event, stream_response, when_ended

# Beyond the time that a run has: it may have waited for a worker.
GRACE_SECONDS = 30


def answer(app: App, ask: Callable[[], UUID], *, streaming: bool) -> Response:
    """`ask` starts the run. No transaction may be open, and none is while the answer is made."""
    waits_in_loop()
    with unit_of_work():
        run_id = ask()
    return stream_response(run_id) if streaming else _whole(app, run_id)


def _whole(app: App, run_id: UUID) -> Response:
    """Raises AnswerPending; MessageNotFound if its conversation has been deleted meanwhile."""
    seconds = max_seconds_of(app.mode) + GRACE_SECONDS
    return when_ended(run_id, seconds, partial(_made, app, run_id))


def _made(app: App, run_id: UUID, last: Event | None, ended: bool) -> Response:
    if not ended:
        raise AnswerPending(
            "The answer is taking longer than usual. You'll find it in the conversation when it's done.",
            [problem("pending", str(run_id)).at("task_id")],
        )
    if last is not None and last.get("event") == "error":
        return reply(last["status"], last["code"], last["message"])
    with unit_of_work() as session:
        message = session.scalars(select(Message).where(Message.run_id == run_id)).one_or_none()
    if message is None:
        raise MessageNotFound
    out = AnswerOut(
        task_id=run_id,
        id=message.id,
        message_id=message.id,
        conversation_id=message.conversation_id,
        mode=app.mode,
        answer=message.answer,
        metadata=metadata_of(message),
        created_at=message.created_at,
    )
    return json_response(out.model_dump_json().encode())
