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
from treeline.runs.events import stream_key
from treeline.runs.executors import executor_of
from treeline.runs.models import UNFINISHED, Run
from treeline.runs.relay import START, Entry, Relay, Subscription, drained, order

PING_SECONDS = 10
PING = b"event: ping\n\n"


def relay() -> Relay:
    return current_app.extensions["relay"]


def last_event_id() -> str:
    """Where a client that comes back goes on: its header Last-Event-ID. Raises InvalidInput."""
    given = request.headers.get("Last-Event-ID", "").strip() or START
    try:
        order(given)
    except ValueError as error:
        raise InvalidInput("Last-Event-ID: give the id of an event of this run, as it was sent.") from error
    return given


def stream_response(run_id: UUID) -> Response:
    """The events after the request's Last-Event-ID, or all. No transaction may be open; none is while it streams."""
    after = last_event_id()
    stored = _stored(current_app.extensions["redis"], run_id)
    if stored is not None:
        lines: Iterator[bytes] = iter([_line(entry) for entry in stored if order(entry[0]) > order(after)])
    else:
        lines = _lines(relay().subscribe(run_id, after))
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return Response(lines, content_type="text/event-stream; charset=utf-8", headers=headers)


def wait(run_id: UUID, seconds: float) -> tuple[list[dict[str, Any]], bool]:
    """All events of a run, and whether it has ended; otherwise the time was over, and the run goes on."""
    stored = _stored(current_app.extensions["redis"], run_id)
    if stored is not None:
        return [json.loads(event) for _, event in stored], True
    subscription = relay().subscribe(run_id)
    until = time.monotonic() + seconds
    try:
        events = [json.loads(event) for _, event in drained(subscription, until)]
    finally:
        subscription.close()
    return events, time.monotonic() < until


def _stored(redis: Redis, run_id: UUID) -> list[Entry] | None:
    """The events of a finished run whose stream has expired; None for one that has a stream, or will have."""
    with unit_of_work() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise RunNotFound
        if run.status in UNFINISHED or redis.exists(stream_key(run_id)):
            return None
        events = executor_of(run.kind).ended(session, run)
    return [(f"{n}-0", json.dumps(event).encode()) for n, event in enumerate(events, start=1)]


def _lines(subscription: Subscription) -> Iterator[bytes]:
    try:
        # Headers leave with the first bytes: the client knows at once that it was understood.
        yield PING
        while (entries := subscription.next(PING_SECONDS)) is not None:
            # Together: each piece is a system call of its own.
            yield b"".join(map(_line, entries)) if entries else PING
    finally:
        subscription.close()


def _line(entry: Entry) -> bytes:
    entry_id, event = entry
    return b"id: " + entry_id.encode() + b"\ndata: " + event + b"\n\n"
