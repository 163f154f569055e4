"""Writes the stream of one run, from its worker."""

import asyncio
import json
import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError

from treeline.runs.errors import RunTooLong
from treeline.runs.events import (
    BEGUN,
    END,
    EVENT,
    FINISHED_SECONDS,
    RETRY_SECONDS,
    UNFINISHED_SECONDS,
    answer_of,
    as_json,
    end_of,
    published,
    stream_key,
)
from treeline.runs.texts import alike, delta_of, replacing, with_text

log = logging.getLogger(__name__)

MERGE_SECONDS = 0.1
# What comes within this time leaves in one round trip: one for each event would cost four times as much.
BATCH_SECONDS = 0.02
BATCH = 500
# Ten times what the longest answers come to.
MOST_BYTES = 16 * 1024 * 1024
# What is kept of that which Redis has, in case it loses it, where the rest can be told from rows.
KEPT_BYTES = 1024 * 1024

# Adds entries to a stream, which it makes only where that is asked for: 0 if there is none. An entry that is there
# already, or that another worker or the sweep is past, is left out. One script, as each command of a transaction would
# cost this side four times as much; and all or none: a Redis that is full refuses the first.
_ADD = """
for at = 3, #ARGV, 3 do
  local id, field, value, added = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if ARGV[1] == 'begin' then
    added = redis.pcall('XADD', KEYS[1], id, field, value)
  else
    added = redis.pcall('XADD', KEYS[1], 'NOMKSTREAM', id, field, value)
  end
  if not added then return 0 end
  if added.err and not string.find(added.err, 'equal or smaller', 1, true) then return added end
end
if ARGV[2] ~= '0' then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
"""


class Entry(NamedTuple):
    """`id`: its place in the stream. `begins`: it may be the first that Redis has."""

    id: str
    fields: dict[bytes, bytes]
    begins: bool = False

    @property
    def size(self) -> int:
        return sum(map(len, self.fields.values()))

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(self.fields[EVENT])] if EVENT in self.fields else []


class EventWriter:
    """The stream of one attempt at a run; deltas leave merged, at most ten a second, other events in batches.

    Events are kept until the end. While Redis is away the work goes on, and they follow in order when it is back; if it
    comes back empty they are all written once more, under the same ids. `forgets`: only so much is kept of what Redis
    has. Then `lost` says that it came back empty, and nothing leaves until `retell`.
    """

    def __init__(self, redis: Redis, run_id: UUID, attempt: int = 1, *, forgets: bool = False):
        self.redis, self.run_id, self.key = redis, run_id, stream_key(run_id)
        self.attempt, self.forgets = attempt, forgets or attempt > 1
        self.bytes = self.number = 0
        self.lost = False
        # Those that are held; of these, so many are there, with so many bytes.
        self._entries: list[Entry] = []
        self._sent = self._sent_bytes = 0
        self._answer: list[str] = []
        # What deltas that are not held any more have said, and one of them.
        self._gone: list[str] = []
        self._gone_delta: dict[str, Any] | None = None
        # The delta that waits, and its texts: put together once, however many they are.
        self._delta: dict[str, Any] | None = None
        self._texts: list[str] = []
        self._waiting = 0
        self._merged_at = self._retry_at = self._trip_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def answer(self) -> str:
        """The deltas so far, whether Redis has them or not."""
        return "".join(self._answer)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The events so far, whether Redis has them or not; in place of those that are not held, their text."""
        return [*self._told_before(), *(event for entry in self._entries for event in entry.events)]

    def begin(self) -> str | None:
        """Go on where another attempt has left off, which adds nothing from now on. What of the answer is published;
        None: Redis does not say. A stream that is gone is `lost`.
        """
        if self.attempt == 1:
            return ""
        fence = Entry(f"{self.attempt}-0", {BEGUN: str(self.attempt).encode()})
        try:
            if not self._add([fence]):
                self.lost, self._entries = True, [fence]
                return ""
            self.redis.expire(self.key, UNFINISHED_SECONDS)
            before = list(published(self.redis, self.run_id))
        except RedisError as error:
            log.warning("run %s: what was published before cannot be read: %s", self.run_id, error)
            self._entries = [fence]
            return None
        for event in before:
            self._note_gone(event)
        self._answer = list(self._gone)
        return self.answer

    def write(self, event: Mapping[str, Any], *, is_last: bool = False) -> None:
        """Raises RunTooLong, before anything is done with it, for what no stream takes; not for the last one."""
        text = delta_of(event)
        if text is not None:
            size = self._size(text, is_last)
            self._answer.append(text)
            if self._delta is None or not alike(self._delta, event):
                self._merge()
                self._delta = dict(event)
            self._texts.append(text)
            self._waiting += size
            self.flush_due()
            return
        data = as_json(event)
        self._require_room(len(data), is_last)
        whole = replacing(event)
        if whole is not None:
            self._answer = [whole]
        self._merge()
        self._append({EVENT: data})
        self._send_soon()

    def _size(self, text: str, is_last: bool) -> int:
        self._require_room(len(text), is_last)
        size = len(as_json(text))
        self._require_room(size, is_last)
        return size

    def _require_room(self, size: int, is_last: bool) -> None:
        if not is_last and self.bytes + self._waiting + size > MOST_BYTES:
            raise RunTooLong(f"The answer and its steps exceed {MOST_BYTES // 1024 // 1024} MiB.")

    def flush_due(self) -> None:
        """To be called often: a delta whose time has come leaves, and what Redis did not take is offered again."""
        if self._delta is not None and time.monotonic() - self._merged_at >= MERGE_SECONDS:
            self._merge()
        self._send_soon()

    def flush(self) -> None:
        self._merge()
        self._send()

    def close(self, *, paused: bool = False) -> bool:
        """No more events, unless the run is resumed. False if Redis has not taken them all: the sweep ends the stream
        from what is stored.
        """
        self._merge()
        self._append({END: end_of(self.attempt if paused else None)})
        self._retry_at = 0
        self._send()
        unsent = len(self._entries) - self._sent
        if unsent:
            log.error("run %s: %d events wait for the sweep: Redis is away", self.run_id, unsent)
        return not unsent

    def retell(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Redis has lost the stream, and this is what was told, as the rows have it. Whoever has heard it does not get
        it again: its ids are before all others.
        """
        held = [event for entry in self._entries for event in entry.events]
        before = [event for event in events if event not in held]
        if self._gone:
            # This worker knows better what has been said than the rows, which lag behind.
            before = [event for event in before if delta_of(event) is None and replacing(event) is None]
            before += self._told_before()
        elif not self._answer:
            self._answer = [answer_of(before)]
        told = [Entry(f"0-{n}", {EVENT: as_json(event)}, n == 1) for n, event in enumerate(before, 1)]
        if not told and self._entries:
            self._entries[0] = self._entries[0]._replace(begins=True)
        self._entries[:0] = told
        self._gone, self._gone_delta = [], None
        self._sent = self._sent_bytes = 0
        self._retry_at, self.lost = 0, False
        self._send()

    def _told_before(self) -> list[dict[str, Any]]:
        text = "".join(self._gone)
        if not text:
            return []
        delta = self._gone_delta or {"event": "message", "task_id": str(self.run_id), "answer": ""}
        return [with_text(delta, text)]

    def _merge(self) -> None:
        """The delta that waits is one of the entries now."""
        if self._delta is not None:
            self._append({EVENT: as_json(with_text(self._delta, "".join(self._texts)))})
            self._delta, self._merged_at = None, time.monotonic()
            self._texts.clear()
            self._waiting = 0

    def _append(self, fields: dict[bytes, bytes]) -> None:
        self.number += 1
        entry = Entry(f"{self.attempt}-{self.number}", fields, self.attempt == 1 and self.number == 1)
        self._entries.append(entry)
        self.bytes += entry.size

    def _send_soon(self) -> None:
        """At once, if the last trip was a while ago; else with what comes meanwhile. Where no loop runs, at once."""
        if self._sent == len(self._entries):
            return
        left, loop = self._trip_at + BATCH_SECONDS - time.monotonic(), _running_loop()
        if left <= 0 or loop is None:
            self._send()
        elif self._timer is None:
            self._timer = loop.call_later(left, self._send)

    def _send(self) -> None:
        self._timer = None
        began = time.monotonic()
        if began < self._retry_at or self.lost:
            return
        try:
            while self._sent < len(self._entries) and not self.lost:
                self._send_some(self._entries[self._sent : self._sent + BATCH])
        except RedisError as error:
            log.warning("run %s: events wait for Redis: %s", self.run_id, error)
            # One that is away may take seconds to say so, and the work waits meanwhile.
            self._retry_at = time.monotonic() + max(RETRY_SECONDS, 5 * (time.monotonic() - began))
        self._trip_at = time.monotonic()

    def _send_some(self, batch: list[Entry]) -> None:
        if self._add(batch):
            self._sent += len(batch)
            self._sent_bytes += sum(entry.size for entry in batch)
            self._forget()
        elif self.forgets:
            self.lost = True
        else:
            self._sent = self._sent_bytes = 0

    def _add(self, batch: list[Entry]) -> bool:
        """False if Redis has lost the stream that they were to be added to."""
        begins, ended = batch[0].begins, END in batch[-1].fields
        seconds = FINISHED_SECONDS if ended else UNFINISHED_SECONDS if begins else 0
        fields = [part for entry in batch for name, value in entry.fields.items() for part in (entry.id, name, value)]
        return bool(cast(int, self.redis.eval(_ADD, 1, self.key, "begin" if begins else "", seconds, *fields)))

    def _forget(self) -> None:
        """What need not be held, as the rows can tell it."""
        if not self.forgets or self._sent_bytes <= KEPT_BYTES:
            return
        count = 0
        while self._sent_bytes > KEPT_BYTES:
            entry = self._entries[count]
            count += 1
            self._sent_bytes -= entry.size
            for event in entry.events:
                self._note_gone(event)
        del self._entries[:count]
        self._sent -= count

    def _note_gone(self, event: dict[str, Any]) -> None:
        text, whole = delta_of(event), replacing(event)
        if text is not None:
            self._gone.append(text)
            self._gone_delta = event
        elif whole is not None:
            self._gone = [whole]


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
