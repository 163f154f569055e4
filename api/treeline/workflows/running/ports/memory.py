"""What was said before in a chatflow's conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from treeline.conversations.answering.history import earlier
from treeline.kernel.db import unit_of_work
from treeline.kernel.threads import in_thread


@dataclass(frozen=True)
class Before:
    """A question that was answered before."""

    query: str
    answer: str


class Memory(Protocol):
    async def newest(self, most: int | None) -> Sequence[Before]:
        """At most so many exchanges, the newest first; none where there is no conversation."""
        ...


class NoMemory(Memory):
    """Of a workflow, which has no conversation."""

    async def newest(self, most: int | None) -> Sequence[Before]:
        return ()


@dataclass(frozen=True)
class ConversationMemory(Memory):
    """`parent_id`: the message that the question at hand follows; None: it is the first."""

    parent_id: UUID | None

    async def newest(self, most: int | None) -> Sequence[Before]:
        if self.parent_id is None or most == 0:
            return ()
        found = await in_thread(self._read)
        return found[:most]

    def _read(self) -> list[Before]:
        with unit_of_work() as session:
            return [Before(each.query, each.answer) for each in reversed(earlier(session, self.parent_id))]
