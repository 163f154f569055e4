"""The journal on its way to the database: rows wait for each other a little, and are durable when that is needed."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.kernel.dialects import is_mysql
from treeline.mail.settings import MailSettings
from treeline.runs.executors import LeaseLost, RunHandle
from treeline.runs.storing import stored
from treeline.workflows import mysql, postgres
from treeline.workflows.engine.facts import Row
from treeline.workflows.engine.graph import GraphNode
from treeline.workflows.engine.step import Usage
from treeline.workflows.forms.waiting import NewForm, close_forms, write_forms
from treeline.workflows.running.conversation import Conversation
from treeline.workflows.running.ids import step_id
from treeline.workflows.running.masking import Mask
from treeline.workflows.running.packing import Large, Packing, encoded

MOST_ROWS = 64
SECONDS = 0.05


@dataclass(frozen=True)
class Entry:
    """A row with what the engine does not know of it."""

    row: Row
    node: GraphNode
    inputs: Mapping[str, Any]
    predecessor: str | None
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class Batch:
    """What is stored in one go. `rows`: the entries as JSON; `folded`: frames whose rows give way to these; `forms`: of
    steps that wait; `left`: of those that wait no more.
    """

    entries: Mapping[tuple[str, str, int], Entry]
    rows: bytes
    large: Sequence[Large]
    changed: Mapping[str, Any]
    folded: Sequence[str]
    forms: Sequence[NewForm]
    left: Sequence[UUID]


class Written:
    """Which frames have rows in the database that may still be folded: by each frame, those in and below it."""

    def __init__(self) -> None:
        self._below: dict[str, set[str]] = {}

    def add(self, frame: str, node_id: str) -> None:
        above, _, own = frame.rpartition("/")
        # The row that stands for a whole frame gives way only to one further up.
        for each in _up(above if own.startswith(f"{node_id}:") else frame):
            self._below.setdefault(each, set()).add(frame)

    def fold(self, frame: str) -> set[str]:
        """Frames whose rows give way, and are known no more."""
        folded = self._below.pop(frame, set[str]())
        for each in folded:
            for place in _up(each):
                if place.startswith(f"{frame}/"):
                    self._below.pop(place, None)
                elif place in self._below:
                    self._below[place].discard(each)
        return folded


def _up(frame: str) -> Iterator[str]:
    """The frame and all that it is in, but for the run itself."""
    while frame:
        yield frame
        frame = frame.rpartition("/")[0]


class Writer:
    """Of one run. `add` never waits; `flush` returns once everything that was added is stored, `flush_behind` while it
    is being stored.
    """

    def __init__(self, run: RunHandle, packing: Packing, conversation: Conversation, mask: Mask):
        self.run, self.packing, self.conversation, self.mask = run, packing, conversation, mask
        self._entries: dict[tuple[str, str, int], Entry] = {}
        self._written = Written()
        # Frames whose rows in the database give way to one that is not there yet.
        self._folded: list[str] = []
        self._since = 0.0
        self._lock = asyncio.Lock()
        self._behind: asyncio.Task[None] | None = None

    def add(self, entry: Entry) -> None:
        """A later row of the same attempt takes the place of the one before."""
        if not self._entries:
            self._since = time.monotonic()
        row = entry.row
        self._entries[row.frame, row.node_id, row.attempt] = entry

    def fold(self, frame: str) -> None:
        """The rows of a frame and of those below it give way to the one that is added for it next."""
        inside = [key for key in self._entries if key[0] == frame or key[0].startswith(f"{frame}/")]
        for key in inside:
            del self._entries[key]
        self._folded += self._written.fold(frame)

    @property
    def holds_rows(self) -> bool:
        return bool(self._entries)

    @property
    def is_due(self) -> bool:
        waiting = len(self._entries)
        return waiting >= MOST_ROWS or (waiting > 0 and time.monotonic() - self._since >= SECONDS)

    async def flush(self) -> None:
        """Raises LeaseLost."""
        async with self._lock:
            batch = self._batch()
            if batch is None:
                return
            try:
                await stored(self.run, lambda session: self.write(session, batch))
            except BaseException:
                # What was cancelled is written once more: rows are the same however often that is done. But for those
                # that have given way meanwhile.
                since = set(self._folded)
                kept = {key: entry for key, entry in batch.entries.items() if key[0] not in since}
                self._entries = {**kept, **self._entries}
                self.packing.fresh = [*batch.large, *self.packing.fresh]
                self.conversation.put_back(batch.changed)
                self._folded = [*batch.folded, *self._folded]
                raise

    async def flush_behind(self) -> None:
        """Nothing is lost if it fails: what it was to store waits for the next `flush`, which fails too."""
        if self._behind is not None:
            await asyncio.wait({self._behind})
        self._behind = asyncio.create_task(self.flush())
        self._behind.add_done_callback(lambda task: None if task.cancelled() else task.exception())
        # So that it begins.
        await asyncio.sleep(0)

    async def rest(self) -> Batch | None:
        """What is not stored yet, for `write`; None if there is nothing."""
        async with self._lock:
            return self._batch()

    def _batch(self) -> Batch | None:
        if not self._entries:
            return None
        entries, self._entries = self._entries, {}
        folded, self._folded = self._folded, []
        for frame, node_id, _ in entries:
            self._written.add(frame, node_id)
        rows = b"[" + b",".join(self._packed(entry) for entry in entries.values()) + b"]"
        asked = [self._form(entry) for entry in entries.values() if entry.row.status == "paused"]
        left = [self._step_id(entry.row) for entry in entries.values() if _waits_no_more(entry)]
        return Batch(entries, rows, self.packing.take(), self.conversation.take(), folded, asked, left)

    def _step_id(self, row: Row) -> UUID:
        return step_id(self.run.id, row.frame, row.node_id, row.attempt)

    def _form(self, entry: Entry) -> NewForm:
        # Made storable as values are.
        form = msgspec.json.decode(encoded(self.mask(dict(entry.row.process_data))))
        return NewForm(self._step_id(entry.row), entry.row.node_id, entry.node.title, form)

    def write(self, session: DbSession, batch: Batch) -> None:
        """Raises LeaseLost."""
        sql = mysql if is_mysql(session) else postgres
        if batch.folded:
            sql.forget_frames(session, self.run.id, batch.folded)
        if batch.large:
            sql.write_values(session, self.run.id, _values(batch.large))
        if not sql.write_steps(session, self.run.id, self.run.attempt, batch.rows.decode()):
            raise LeaseLost
        self.conversation.write(session, batch.changed)
        self.run.progress(session)
        if batch.forms:
            write_forms(session, self.run, current.settings(MailSettings), batch.forms)
        if batch.left:
            close_forms(session, self.run.id, batch.left)

    def _packed(self, entry: Entry) -> bytes:
        row, node = entry.row, entry.node
        writes = [{"selector": write.selector, "value": write.value} for write in row.writes]
        return encoded(
            {
                "run_id": str(self.run.id),
                "frame": row.frame,
                "node_id": row.node_id,
                "attempt": row.attempt,
                "seq": row.seq,
                "node_type": node.type,
                "title": node.title,
                "predecessor": entry.predecessor,
                "status": row.status,
                "handle": row.handle or None,
                "inputs": self.packing.packed(self.mask(entry.inputs)),
                "process_data": self.packing.packed(self.mask(row.process_data)) if row.process_data else None,
                "outputs": self.packing.packed(row.outputs),
                "writes": self.packing.packed({"writes": writes}) if writes else None,
                "error": self.mask(row.error["message"]) if row.error else None,
                "error_type": row.error["type"] if row.error else None,
                "usage": usage_json(row.usage),
                "size": row.size,
                "reused": False,
                "started_at": entry.started_at.isoformat(),
                "finished_at": entry.finished_at.isoformat() if entry.finished_at else None,
            }
        )


def _waits_no_more(entry: Entry) -> bool:
    return entry.row.status == "stopped" and getattr(entry.node.kind, "asks_people", False)


def usage_json(usage: Usage | None) -> dict[str, Any] | None:
    """As a step's row keeps it, and as clients know it."""
    if usage is None:
        return None
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.tokens,
        "total_price": f"{usage.price:f}",
        "currency": usage.currency,
        "latency": usage.latency,
    }


def _values(large: Sequence[Large]) -> str:
    rows = (
        b'{"digest":"%b","size":%d,"value":%b}' % (each.digest.encode(), len(each.data), each.data) for each in large
    )
    return (b"[" + b",".join(rows) + b"]").decode()
