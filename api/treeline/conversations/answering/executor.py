"""How a worker answers: everything is read first, the model is asked while no connection is held, and the end is stored.

A thought is stored when it is there, each in a transaction of its own; the answer at the end, in the run's own.
"""

import asyncio
import time
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from treeline.conversations.answering import prepare
from treeline.conversations.answering.prepare import Work
from treeline.conversations.answering.usage import metadata_of
from treeline.conversations.models import AgentThought, Conversation, Message
from treeline.kernel import clock
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.ids import new_id
from treeline.providers.port import Usage
from treeline.runs.executors import RunHandle
from treeline.runs.models import Run
from treeline.tools.loop import Thought, converse


class Answering:
    """One answer being made: its text so far, as those who listen have it."""

    def __init__(self, run: RunHandle, work: Work, delta: str):
        self.run, self.work, self.delta = run, work, delta
        self.began = time.monotonic()
        self.text, self.usage = "", Usage()
        self._between = False

    async def make(self) -> None:
        for file in self.work.files:
            self._emit("message_file", id=file.id, type=file.type, belongs_to="user", url=file.url)
        turns = await asyncio.to_thread(self.work.turns)
        answer = await converse(
            self.work.runtime,
            turns,
            self.work.toolbox,
            self.work.limits,
            parameters=self.work.parameters,
            on_text=self.say,
            on_thought=self.think,
        )
        self.usage = answer.usage

    def say(self, text: str) -> None:
        if self._between and self.text:
            text = f"\n\n{text}"
        self._between = False
        self.text += text
        self._emit(self.delta, id=str(self.work.message_id), answer=text)

    def think(self, thought: Thought) -> None:
        # What is said after a step is a paragraph of its own.
        self._between = True
        with unit_of_work() as session:
            row = AgentThought(
                id=new_id(),
                message_id=self.work.message_id,
                position=thought.position,
                thought=thought.thought,
                tool=thought.tool,
                tool_input=thought.tool_input,
                observation=thought.observation,
                tokens=thought.tokens,
                latency=thought.latency,
            )
            session.add(row)
        self._emit(
            "agent_thought",
            id=str(row.id),
            position=thought.position,
            thought=thought.thought,
            observation=thought.observation,
            tool=thought.tool,
            tool_labels=thought.tool_labels,
            tool_input=thought.tool_input,
            message_files=[],
        )

    def _emit(self, event: str, **fields: Any) -> None:
        self.run.emit(event, **self.work.common, **fields)
