"""How much of what was said is read at once: a message may be large, and all that are asked for larger than memory."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select

from treeline.conversations.models import AgentThought, Message

MIB = 1024 * 1024
MAX_PAGE_BYTES = 8 * MIB
# More than any model remembers.
MAX_HISTORY_BYTES = 8 * MIB


def words() -> ColumnElement[int]:
    """The bytes of a message's question and answer."""
    return func.octet_length(Message.query) + func.octet_length(Message.answer)


def steps() -> ColumnElement[int]:
    """The bytes of its steps."""
    texts = (AgentThought.thought, AgentThought.tool_input, AgentThought.observation)
    each = sum((func.octet_length(text) for text in texts[1:]), func.octet_length(texts[0]))
    return func.coalesce(select(func.sum(each)).where(AgentThought.message_id == Message.id).scalar_subquery(), 0)


def prompt() -> ColumnElement[int]:
    """The bytes of what the model was given."""
    return func.octet_length(cast(Message.prompt, Text))


def fitting(sized: Iterable[Any], most: int = MAX_PAGE_BYTES) -> list[UUID]:
    """The ids of rows (id, bytes), as many as fit together; the first in any case."""
    fit: list[UUID] = []
    for message_id, size in sized:
        most -= size
        if fit and most < 0:
            break
        fit.append(message_id)
    return fit
