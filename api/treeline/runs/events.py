"""The events of a run, in a Redis stream: written by its worker, read by the relays of the API processes.

An entry's id counts from 1. So an entry that is sent twice, because the first reply was lost, is there once; and once
the sweep has ended a stream (its ids are times, far above), a worker that comes back adds nothing more.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError, ResponseError

log = logging.getLogger(__name__)

EVENT, END = b"event", b"end"
# An unfinished stream of a worker that is gone is ended by the sweep long before.
UNFINISHED_SECONDS = 6 * 3600
FINISHED_SECONDS = 3600
MERGE_SECONDS = 0.1
RETRY_SECONDS = 0.5
DELTAS = ("message", "agent_message")


def stream_key(run_id: UUID | str) -> str:
    return f"run:{run_id}"


def stop_key(run_id: UUID | str) -> str:
    return f"run:{run_id}:stop"


class EventWriter:
    """Writes the stream of one run; deltas leave merged, at most ten a second.

    While Redis is away events are kept, and follow in order when it is back: the work itself goes on.
    """

    def __init__(self, redis: Redis, run_id: UUID):
        self.redis, self.run_id, self.key = redis, run_id, stream_key(run_id)
        self._next = 1
        self._unsent: list[tuple[int, dict[bytes, bytes]]] = []
        self._delta: dict[str, Any] | None = None
        self._sent_at = self._retry_at = 0.0

    def write(self, event: Mapping[str, Any]) -> None:
        if event["event"] not in DELTAS:
            self.flush()
            self._append({EVENT: _json(event)})
            self._send()
        elif self._delta is not None and _alike(self._delta, event):
            self._delta["answer"] += event["answer"]
        else:
            self.flush()
            self._delta = dict(event)
        self.flush_due()

    def flush_due(self) -> None:
        """To be called often: a delta whose time has come leaves, and what Redis did not take is offered again."""
        if self._delta is not None and time.monotonic() - self._sent_at >= MERGE_SECONDS:
            self.flush()
        elif self._unsent:
            self._send()

    def flush(self) -> None:
        if self._delta is not None:
            self._append({EVENT: _json(self._delta)})
            self._delta, self._sent_at = None, time.monotonic()
            self._send()

    def close(self) -> None:
        """No more events. What Redis does not take now is lost to listeners; the row has the end."""
        self.flush()
        self._append({END: b""})
        self._retry_at = 0
        self._send()
        if self._unsent:
            log.error("run %s: %d events reached nobody: Redis is away", self.run_id, len(self._unsent))

    def _append(self, fields: dict[bytes, bytes]) -> None:
        self._unsent.append((self._next, fields))
        self._next += 1

    def _send(self) -> None:
        if time.monotonic() < self._retry_at:
            return
        try:
            while self._unsent:
                number, fields = self._unsent[0]
                self._add(number, fields)
                del self._unsent[0]
        except RedisError as error:
            log.warning("run %s: events wait for Redis: %s", self.run_id, error)
            self._retry_at = time.monotonic() + RETRY_SECONDS

    def _add(self, number: int, fields: dict[bytes, bytes]) -> None:
        ended = END in fields
        commands = self.redis.pipeline(transaction=False)
        commands.xadd(self.key, fields, id=f"{number}-0")  # pyright: ignore[reportArgumentType]
        if ended or number == 1:
            commands.expire(self.key, FINISHED_SECONDS if ended else UNFINISHED_SECONDS)
        try:
            commands.execute()
        except ResponseError as error:
            # There already, or the sweep has ended the stream.
            log.debug("run %s: event %d: %s", self.run_id, number, error)


def close_for(redis: Redis, run_id: UUID, event: Mapping[str, Any]) -> None:
    """The last event and the end, in place of a worker that is gone."""
    key = stream_key(run_id)
    with redis.pipeline(transaction=True) as commands:
        commands.xadd(key, {EVENT: _json(event)})
        commands.xadd(key, {END: b""})
        commands.expire(key, FINISHED_SECONDS)
        commands.execute()


def published_answer(redis: Redis, run_id: UUID) -> str:
    """What has been published of the answer; nothing if Redis is away."""
    try:
        return "".join(event["answer"] for event in published(redis, run_id) if event["event"] in DELTAS)
    except RedisError as error:
        log.warning("run %s: its answer so far cannot be read: %s", run_id, error)
        return ""


def published(redis: Redis, run_id: UUID) -> Iterator[dict[str, Any]]:
    entries: Any = redis.xrange(stream_key(run_id))
    return (json.loads(fields[EVENT]) for _, fields in entries if EVENT in fields)


def _alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return {**first, "answer": ""} == {**second, "answer": ""}


def _json(event: Mapping[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
