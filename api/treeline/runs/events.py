"""The events of a run, in a Redis stream: written by its worker, read by the API processes.

An entry's id is `<attempt>-<n>`: the token of its worker's lease, and a count from 1. So an entry that is sent twice,
because the first reply was lost, is there once; a worker that has lost its run to another adds nothing more, for the
next attempt begins with an entry that is later than all of its own; nor does one whose stream the sweep has ended
(those ids are times, far above).

A stream is never trimmed: whoever joins late would miss events without a word. What bounds it is MOST_BYTES, which end
the run with a reason, and its expiry.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from redis import Redis
from redis.exceptions import RedisError

from treeline.runs.texts import DELTAS, REPLACED, delta_of, replacement, text_after, with_text

log = logging.getLogger(__name__)

# `end`: of the run; or, with the number of an attempt, of what is told until the run is resumed. `begun`: what follows
# is another attempt's.
EVENT, END, BEGUN = b"event", b"end", b"begun"
# An unfinished stream of a worker that is gone is ended by the sweep long before.
UNFINISHED_SECONDS = 6 * 3600
FINISHED_SECONDS = 3600
RETRY_SECONDS = 0.5
# Of what is told in a worker's place about one of its attempts: later than anything that it has said itself.
IN_ITS_PLACE = 2**32
# What all events of an answer say.
_ALWAYS = ("task_id", "message_id", "conversation_id", "workflow_run_id", "created_at")

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


def close_for(redis: Redis, run_id: UUID, events: Iterable[Mapping[str, Any]], paused: int | None = None) -> None:
    """The last events and the end, in place of a worker that is gone. Its ids are times: later than the worker's.

    `paused`: the attempt that ended with a pause. The ids are then of this attempt, for others may follow.
    """
    key = stream_key(run_id)
    with redis.pipeline(transaction=True) as commands:
        for number, event in enumerate(events):
            commands.xadd(key, {EVENT: as_json(event)}, id=_in_its_place(paused, number))
        commands.xadd(key, {END: end_of(paused)}, id=_in_its_place(paused, IN_ITS_PLACE))
        commands.expire(key, FINISHED_SECONDS)
        commands.execute()


def end_of(paused: int | None) -> bytes:
    return b"" if paused is None else str(paused).encode()


def _in_its_place(paused: int | None, number: int) -> str:
    return "*" if paused is None else f"{paused}-{IN_ITS_PLACE + number}"


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
        kind = next((event["event"] for event in [*stored, *reversed(told)] if event["event"] in DELTAS), "message")
        return [replacement(kind, always, answer), stored[-1]]
    whole = [event for event in stored[:-1] if event["event"] in DELTAS]
    rest = [with_text(event, (delta_of(event) or "").removeprefix(said)) for event in whole]
    return [*(event for event in rest if delta_of(event)), stored[-1]]


def answer_of(events: Iterable[Mapping[str, Any]]) -> str:
    said: list[str] = []
    for event in events:
        if event["event"] in REPLACED:
            said.clear()
        if event["event"] in REPLACED or event["event"] in DELTAS:
            said.append(text_after("", event))
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


def is_closed(redis: Redis, run_id: UUID, paused: int | None = None) -> bool:
    """Whether the last that is told is the end of the run; or with an attempt, that of its pause."""
    last: Any = redis.xrevrange(stream_key(run_id), count=1)
    return bool(last) and last[0][1].get(END) == end_of(paused)


def as_json(event: object) -> bytes:
    return msgspec.json.encode(event)
