"""The events of a run, in a Redis stream: written by its worker, read by the API processes.

An entry's id counts from 1. So an entry that is sent twice, because the first reply was lost, is there once; and once
the sweep has ended a stream (its ids are times, far above), a worker that comes back adds nothing more.

A stream is never trimmed: whoever joins late would miss events without a word. What bounds it is MOST_BYTES, which end
the run with a reason, and its expiry.
"""

import json
import logging
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from treeline.runs.errors import RunTooLong

log = logging.getLogger(__name__)

EVENT, END = b"event", b"end"
# An unfinished stream of a worker that is gone is ended by the sweep long before.
UNFINISHED_SECONDS = 6 * 3600
FINISHED_SECONDS = 3600
MERGE_SECONDS = 0.1
RETRY_SECONDS = 0.5
# Ten times what the longest answers come to.
MOST_BYTES = 16 * 1024 * 1024
DELTAS = ("message", "agent_message")
# Carries all of the answer so far, in place of the deltas before it.
REPLACED = "message_replace"
# What all events of an answer say.
_ALWAYS = ("task_id", "message_id", "conversation_id", "created_at")

_PLACE = re.compile(r"([0-9]{1,20})(?:-([0-9]{1,20}))?")
_MOST_PLACE = 2**64 - 1


class Place(NamedTuple):
    """Where an entry stands in its stream. As text it is an id that Redis takes."""

    first: int = 0
    second: int = 0

    def __str__(self) -> str:
        return f"{self.first}-{self.second}"


START = Place()


def place_of(entry_id: str) -> Place:
    """Raises ValueError for what is no entry's id. Redis is given the place, never the text that somebody sent."""
    found = _PLACE.fullmatch(entry_id)
    place = Place(*(int(part or 0) for part in found.groups())) if found else None
    if place is None or max(place) > _MOST_PLACE:
        raise ValueError(f"no entry's id: {entry_id[:50]!r}")
    return place


def stream_key(run_id: UUID | str) -> str:
    return f"run:{run_id}"


def stop_key(run_id: UUID | str) -> str:
    return f"run:{run_id}:stop"


class EventWriter:
    """Writes the stream of one run; deltas leave merged, at most ten a second.

    All events are kept until the end. While Redis is away the work goes on, and they follow in order when it is back;
    if it comes back empty they are all written once more, under the same ids.
    """

    def __init__(self, redis: Redis, run_id: UUID):
        self.redis, self.run_id, self.key = redis, run_id, stream_key(run_id)
        self.bytes = 0
        self._entries: list[dict[bytes, bytes]] = []
        self._sent = 0
        self._answer: list[str] = []
        # The delta that waits, and its texts: put together once, however many they are.
        self._delta: dict[str, Any] | None = None
        self._texts: list[str] = []
        self._waiting = 0
        self._sent_at = self._retry_at = 0.0

    @property
    def answer(self) -> str:
        """The deltas so far, whether Redis has them or not."""
        return "".join(self._answer)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The events so far, whether Redis has them or not."""
        return [json.loads(fields[EVENT]) for fields in self._entries if EVENT in fields]

    def write(self, event: Mapping[str, Any], *, is_last: bool = False) -> None:
        """Raises RunTooLong, before anything is done with it, for what no stream takes; not for the last one."""
        if event["event"] in DELTAS:
            size = self._size(event["answer"], is_last)
            self._answer.append(event["answer"])
            if self._delta is None or not _alike(self._delta, event):
                self.flush()
                self._delta = dict(event)
            self._texts.append(event["answer"])
            self._waiting += size
        else:
            data = _json(event)
            self._require_room(len(data), is_last)
            if event["event"] == REPLACED:
                self._answer = [event["answer"]]
            self.flush()
            self._append({EVENT: data})
            self._send()
        self.flush_due()

    def _size(self, text: str, is_last: bool) -> int:
        self._require_room(len(text), is_last)
        size = len(_json(text))
        self._require_room(size, is_last)
        return size

    def _require_room(self, size: int, is_last: bool) -> None:
        if not is_last and self.bytes + self._waiting + size > MOST_BYTES:
            raise RunTooLong(f"The answer and its steps exceed {MOST_BYTES // 1024 // 1024} MiB.")

    def flush_due(self) -> None:
        """To be called often: a delta whose time has come leaves, and what Redis did not take is offered again."""
        if self._delta is not None and time.monotonic() - self._sent_at >= MERGE_SECONDS:
            self.flush()
        elif self._sent < len(self._entries):
            self._send()

    def flush(self) -> None:
        if self._delta is not None:
            self._append({EVENT: _json({**self._delta, "answer": "".join(self._texts)})})
            self._delta, self._sent_at = None, time.monotonic()
            self._texts.clear()
            self._waiting = 0
            self._send()

    def close(self) -> bool:
        """No more events. False if Redis has not taken them all: the sweep ends the stream from what is stored."""
        self.flush()
        self._append({END: b""})
        self._retry_at = 0
        self._send()
        unsent = len(self._entries) - self._sent
        if unsent:
            log.error("run %s: %d events wait for the sweep: Redis is away", self.run_id, unsent)
        return not unsent

    def _append(self, fields: dict[bytes, bytes]) -> None:
        self._entries.append(fields)
        self.bytes += sum(map(len, fields.values()))

    def _send(self) -> None:
        began = time.monotonic()
        if began < self._retry_at:
            return
        try:
            while self._sent < len(self._entries):
                there = self._add(self._sent + 1, self._entries[self._sent])
                self._sent = self._sent + 1 if there else 0
        except RedisError as error:
            log.warning("run %s: events wait for Redis: %s", self.run_id, error)
            # One that is away may take seconds to say so, and the work waits meanwhile.
            self._retry_at = time.monotonic() + max(RETRY_SECONDS, 5 * (time.monotonic() - began))

    def _add(self, number: int, fields: dict[bytes, bytes]) -> bool:
        """False if Redis has lost the stream that this was to be added to."""
        ended = END in fields
        commands = self.redis.pipeline(transaction=False)
        commands.xadd(self.key, fields, id=f"{number}-0", nomkstream=number > 1)  # pyright: ignore[reportArgumentType]  dict is invariant
        if ended or number == 1:
            commands.expire(self.key, FINISHED_SECONDS if ended else UNFINISHED_SECONDS)
        try:
            return commands.execute()[0] is not None
        except ResponseError as error:
            # There already, or the sweep has ended the stream.
            log.debug("run %s: event %d: %s", self.run_id, number, error)
            return True


def close_for(redis: Redis, run_id: UUID, events: Iterable[Mapping[str, Any]]) -> None:
    """The last events and the end, in place of a worker that is gone. Its ids are times: later than the worker's."""
    key = stream_key(run_id)
    with redis.pipeline(transaction=True) as commands:
        for event in events:
            commands.xadd(key, {EVENT: _json(event)})
        commands.xadd(key, {END: b""})
        commands.expire(key, FINISHED_SECONDS)
        commands.execute()


def untold(told: Sequence[Mapping[str, Any]], stored: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What is missing of a stream that broke off, by the events that its executor makes of the rows."""
    if not told or not stored:
        return list(stored)
    if told[-1]["event"] == stored[-1]["event"]:
        return []
    said, answer = answer_of(told), answer_of(stored)
    if not answer.startswith(said):
        # The rows know that some of it was no answer, which nobody has been told.
        always = {name: stored[-1][name] for name in _ALWAYS if name in stored[-1]}
        return [{"event": REPLACED, **always, "answer": answer, "reason": "thought"}, stored[-1]]
    whole = [event for event in stored[:-1] if event["event"] in DELTAS]
    rest = [{**event, "answer": event["answer"].removeprefix(said)} for event in whole]
    return [*(event for event in rest if event["answer"]), stored[-1]]


def answer_of(events: Iterable[Mapping[str, Any]]) -> str:
    said: list[str] = []
    for event in events:
        if event["event"] == REPLACED:
            said.clear()
        if event["event"] in (*DELTAS, REPLACED):
            said.append(event["answer"])
    return "".join(said)


def published_answer(redis: Redis, run_id: UUID) -> str:
    """What has been published of the answer; nothing if Redis is away."""
    try:
        return answer_of(published(redis, run_id))
    except RedisError as error:
        log.warning("run %s: its answer so far cannot be read: %s", run_id, error)
        return ""


def published(redis: Redis, run_id: UUID) -> Iterator[dict[str, Any]]:
    entries: Any = redis.xrange(stream_key(run_id))
    return (json.loads(fields[EVENT]) for _, fields in entries if EVENT in fields)


def is_closed(redis: Redis, run_id: UUID) -> bool:
    last: Any = redis.xrevrange(stream_key(run_id), count=1)
    return bool(last) and END in last[0][1]


def _alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return {**first, "answer": ""} == {**second, "answer": ""}


def _json(event: object) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
