"""How a worker answers: it reads everything, calls the model without a database connection, and stores the answer.

Each thought is stored as soon as it is complete, in its own transaction; the answer at the end, in the run's.
"""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from treeline.conversations.answering import events, life
from treeline.conversations.answering.knowledge_tools import KnowledgeTools
from treeline.conversations.answering.turns import prompt_of
from treeline.conversations.answering.work import Work, read_work
from treeline.conversations.models import AgentThought, Conversation, Message
from treeline.conversations.settings import AnswerSettings
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.ids import new_id
from treeline.kernel.threads import in_thread
from treeline.providers.port import Turn, Usage
from treeline.providers.turns import estimated
from treeline.runs.executors import RunHandle
from treeline.runs.models import Run
from treeline.tools.loop import Thought, converse
from treeline.tools.toolbox import Toolboxes, opened


class AnswerExecutor:
    """Of the kinds chat, completion and agent-chat. `delta`: the event that carries the answer's text."""

    def __init__(self, delta: str):
        self.delta = delta

    async def execute(self, run: RunHandle) -> None:
        settings = current.settings(AnswerSettings)
        work = await run.store(lambda session: read_work(session, run, settings))
        answering = _Answering(run, work, self.delta)
        try:
            await answering.make()
            status = "normal"
        except asyncio.CancelledError:
            status = "stopped"
            answering.count()
        message = await run.store(lambda session: answering.store(session, status))
        if message is not None:
            run.emit(**events.message_end(run.kind, message))

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        return life.failed(session, run, answer)

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        return events.ended(session, run, self.delta)


class _Answering:
    """One answer being made: its text so far, as those who listen have it."""

    def __init__(self, run: RunHandle, work: Work, delta: str):
        self.run, self.work, self.delta = run, work, delta
        self.began = time.monotonic()
        self.usage = Usage()
        self._texts: list[str] = []
        self.finish_reason: str | None = None
        self.turns: list[Turn] = []
        self._sources: list[dict[str, Any]] = []
        self._knowledge: KnowledgeTools | None = None
        self._thoughts: dict[int, UUID] = {}

    @property
    def text(self) -> str:
        return "".join(self._texts)

    async def make(self) -> None:
        # The HTTP client is loaded where answers are made, not in every process.
        from treeline.providers.attachments import with_bytes

        for file in self.work.files:
            self._emit("message_file", **events.file(file))
        async with AsyncExitStack() as stack:
            settings, toolbox, told = current.settings(AnswerSettings), None, ""
            if self.work.granted is not None:
                tools = opened(self.work.granted, current.storage(), settings)
                toolbox, told = await stack.enter_async_context(tools)
            if toolbox is None:
                told = await self._found()
            elif self.work.knowledge is not None:
                self._knowledge = KnowledgeTools(self.work.knowledge, current.storage())
                toolbox = Toolboxes([self._knowledge, toolbox])
            turns = await in_thread(lambda: self.work.turns(current.storage(), told))
            self.turns = await with_bytes(turns, settings)
            answer = await converse(
                self.work.runtime,
                self.turns,
                toolbox,
                self.work.limits,
                parameters=self.work.parameters,
                on_text=self._say,
                on_replaced=self._replace,
                on_thought=self._think,
            )
        searched = self.work.knowledge.usage if self.work.knowledge else Usage()
        self.usage, self.finish_reason = answer.usage + searched, answer.finish_reason

    async def _found(self) -> str:
        """What the prompt says of the sources, which may take half of the room."""
        if self.work.knowledge is None:
            return ""
        told, self._sources = await self.work.knowledge.sources(self.work.budget // 2)
        return told

    @property
    def sources(self) -> list[dict[str, Any]]:
        if self._knowledge is None:
            return self._sources
        return self._knowledge.sources if self._knowledge.knowledge.is_shown else []

    def count(self) -> None:
        """Providers say at the end how many tokens it took: of what is cut short they are estimated."""
        self.usage = estimated(self.turns, self.text) if self.turns else Usage()

    def store(self, session: DbSession, status: str) -> Message | None:
        """The end, in the run's own transaction; None if the conversation has been deleted. Raises LeaseLost."""
        # In the order in which a deleted conversation is removed: itself, its messages, their runs.
        conversation = session.scalars(_locked(Conversation, self.work.conversation_id)).one_or_none()
        message = session.scalars(_locked(Message, self.work.message_id)).one_or_none()
        ended = "succeeded" if status == "normal" else status
        self.run.finish(session, ended, total_tokens=self.usage.prompt_tokens + self.usage.completion_tokens)
        if conversation is None or message is None:
            return None
        price = self.work.runtime.price(self.usage)
        text = self.text
        message.status, message.answer, message.updated_at = status, text, now()
        message.retriever_resources = self.sources
        message.prompt, message.finish_reason = prompt_of(self.turns), self.finish_reason
        message.prompt_tokens = self.usage.prompt_tokens
        message.completion_tokens = self.usage.completion_tokens
        message.prompt_unit_price = price.prompt_unit_price
        message.completion_unit_price = price.completion_unit_price
        message.total_price, message.currency = price.total, price.currency
        message.price_known = price.known
        message.latency = time.monotonic() - self.began
        conversation.updated_at = message.updated_at
        if self.work.is_to_be_named and text:
            enqueue("conversations.name", str(message.conversation_id))
        return message

    def _say(self, text: str) -> None:
        # First told: what was too much for the stream is not in the row.
        self._emit(self.delta, id=str(self.work.message_id), answer=text)
        self._texts.append(text)

    def _replace(self, text: str) -> None:
        """What was shown as the answer was a thought, as only its end has told."""
        self._texts = [text]
        self._emit("message_replace", answer=text, reason="thought")

    async def _think(self, thought: Thought) -> None:
        """Of each call twice: when it begins, and when it has been answered; of a thought as it grows."""
        thought_id = self._thoughts.setdefault(thought.position, new_id())
        values = {
            "thought": thought.thought,
            "tool": thought.tool,
            "tool_input": thought.tool_input,
            "observation": thought.observation,
            "tokens": thought.tokens,
            "latency": thought.latency,
        }
        key = {"id": thought_id, "message_id": self.work.message_id, "position": thought.position, "created_at": now()}
        row = insert(AgentThought).values(**key, **values)
        stored = row.on_conflict_do_update(index_elements=[AgentThought.id], set_=values)
        await self.run.store(lambda session: session.execute(stored))
        self._emit("agent_thought", **events.thought(thought_id, thought))

    def _emit(self, event: str, **fields: Any) -> None:
        self.run.emit(event, **self.work.common, **fields)


def _locked(kind: Any, row_id: UUID) -> Select[Any]:
    return select(kind).where(kind.id == row_id).with_for_update(key_share=True)
