"""A run's events for one client: as server-sent events, or all at once when it has ended."""

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from redis import Redis

from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.runs.errors import RunNotFound
from treeline.runs.events import START, Place, place_of, stream_key
from treeline.runs.executors import executor_of
from treeline.runs.models import UNFINISHED, Run
from treeline.runs.relay import Entry, Relay, Subscription

PING_SECONDS = 10
# Whoever takes nothing for so long is cut off; a client that lives comes back by its last id.
SEND_SECONDS = 20
PIECE_BYTES = 64 * 1024
PING = b"event: ping\n\n"


def relay() -> Relay:
    return current_app.extensions["relay"]


def last_event_id() -> Place:
    """Where a client that comes back goes on: its header Last-Event-ID. Raises InvalidInput."""
    given = request.headers.get("Last-Event-ID", "").strip(" \t")
    try:
        return place_of(given) if given else START
    except ValueError as error:
        raise InvalidInput("Last-Event-ID: give the id of an event of this run, as it was sent.") from error


def stream_response(run_id: UUID) -> Response:
    """The events after the request's Last-Event-ID, or all. No transaction may be open; none is while it streams."""
    after = last_event_id()
    stored = _stored(current_app.extensions["redis"], run_id)
    if stored is not None:
        lines: Iterator[bytes] = map(_line, _left(stored, after))
    else:
        lines = _lines(relay().subscribe(run_id, after))
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(SEND_SECONDS)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return Response(lines, content_type="text/event-stream; charset=utf-8", headers=headers)


def wait(run_id: UUID, seconds: float) -> tuple[list[dict[str, Any]], bool]:
    """All events of a run, and whether these are all; otherwise the time was over, or this process is: the run goes on.

    No transaction may be open, and none is while it waits.
    """
    stored = _stored(current_app.extensions["redis"], run_id)
    if stored is not None:
        return [json.loads(event) for _, event in stored], True
    subscription = relay().subscribe(run_id)
    until, events = time.monotonic() + seconds, []
    try:
        while (left := until - time.monotonic()) > 0:
            entries = subscription.next(left)
            if entries is None:
                break
            events += [json.loads(event) for _, event in entries]
    finally:
        subscription.close()
    return events, subscription.is_whole


def _stored(redis: Redis, run_id: UUID) -> list[Entry] | None:
    """The events of a finished run whose stream has expired; None for one that has a stream, or will have."""
    with unit_of_work() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise RunNotFound
        if run.status in UNFINISHED or redis.exists(stream_key(run_id)):
            return None
        events, ended = executor_of(run.kind).ended(session, run), run.finished_at or run.created_at
    # Times, as the sweep's: later than any id that the worker gave.
    return [(f"{ended.timestamp() * 1000:.0f}-{n}", json.dumps(event).encode()) for n, event in enumerate(events)]


def _left(stored: list[Entry], after: Place) -> list[Entry]:
    """What a client that comes back still wants. One that followed the stream itself has texts in other pieces than
    these: it gets the end only."""
    first = place_of(stored[0][0]).first if stored else 0
    if after != START and after.first < first:
        return stored[-1:]
    return [entry for entry in stored if place_of(entry[0]) > after]


def _lines(subscription: Subscription) -> Iterator[bytes]:
    try:
        # Headers leave with the first bytes: the client knows at once that it was understood.
        yield PING
        while (entries := subscription.next(PING_SECONDS)) is not None:
            yield from _pieces(entries) if entries else (PING,)
    finally:
        subscription.close()


def _pieces(entries: list[Entry]) -> Iterator[bytes]:
    """Lines together, for each piece is a system call of its own; so few that a slow client takes one in its time."""
    piece = bytearray()
    for entry in entries:
        piece += _line(entry)
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _line(entry: Entry) -> bytes:
    entry_id, event = entry
    return b"id: " + entry_id.encode() + b"\ndata: " + event + b"\n\n"
