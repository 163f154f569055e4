"""The events of an answer that clients receive, as documented in the API."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.conversations.answering.files import Sent
from treeline.conversations.answering.usage import metadata_of
from treeline.conversations.models import AgentThought, Message
from treeline.kernel.db import DbSession
from treeline.runs.failing import error_event
from treeline.runs.models import Run
from treeline.tools.loop import Thought, labels_of

COMPLETION = "completion"


def common(kind: str, message: Message) -> dict[str, Any]:
    """What every event of a message says. A completion has no conversation to come back to."""
    said = {"message_id": str(message.id), "created_at": int(message.created_at.timestamp())}
    return said if kind == COMPLETION else {"conversation_id": str(message.conversation_id), **said}


def message_end(kind: str, message: Message) -> dict[str, Any]:
    end = {"id": str(message.id), "metadata": metadata_of(message), "files": []}
    return {"event": "message_end", **common(kind, message), **end}


def file(sent: Sent) -> dict[str, Any]:
    return {"id": str(sent.id), "type": sent.type, "belongs_to": "user", "url": sent.url}


def thought(thought_id: UUID, thought: Thought | AgentThought) -> dict[str, Any]:
    return {
        "id": str(thought_id),
        "position": thought.position,
        "thought": thought.thought,
        "observation": thought.observation,
        "tool": thought.tool,
        "tool_labels": labels_of(thought.tool),
        "tool_input": thought.tool_input,
        "message_files": [],
    }


def ended(session: DbSession, run: Run, delta: str) -> list[dict[str, Any]]:
    """The events of an answer once more, from its rows; the text in one piece."""
    message = session.scalars(select(Message).where(Message.run_id == run.id)).one_or_none()
    if message is None:
        return []
    always = {"task_id": str(run.id), **common(run.kind, message)}
    told = [{"event": "agent_thought", **always, **thought(row.id, row)} for row in _thoughts(session, message.id)]
    if message.answer:
        told.append({"event": delta, **always, "id": str(message.id), "answer": message.answer})
    if message.status == "error":
        return [*told, error_event(run, common(run.kind, message))]
    return [*told, {"task_id": str(run.id), **message_end(run.kind, message)}]


def _thoughts(session: DbSession, message_id: UUID) -> Iterable[AgentThought]:
    mine = select(AgentThought).where(AgentThought.message_id == message_id)
    return session.scalars(mine.order_by(AgentThought.position))
