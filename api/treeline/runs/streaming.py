"""A run's events for one client: as server-sent events, or all at once after the end."""

import json
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from redis import Redis
from redis.exceptions import RedisError

from treeline.accounts.access import current_right
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.server.later import LIVE_BYTES, AwaitedReply, LiveBody, waits_in_loop
from treeline.runs.endings import entries_of
from treeline.runs.errors import RunNotFound
from treeline.runs.events import START, Place, place_of, stream_key
from treeline.runs.models import ACTIVE, UNFINISHED, Run
from treeline.runs.relay import Entry, Relay, Subscription
from treeline.runs.texts import DELTAS

log = logging.getLogger(__name__)

PING_SECONDS = 10
# An attempt that no run gets to.
MOST_ATTEMPTS = 2**31
PING = b"event: ping\n\n"
CONTENT_TYPE = "text/event-stream; charset=utf-8"
Event = dict[str, Any]


def relay() -> Relay:
    return current_app.extensions["relay"]


def last_event_id() -> Place:
    """Where a client that comes back goes on: its header Last-Event-ID. Raises InvalidInput."""
    given = request.headers.get("Last-Event-ID", "").strip(" \t")
    try:
        return place_of(given) if given else START
    except ValueError as error:
        raise InvalidInput("Last-Event-ID: must be the id of an event of this run.") from error


def stream_response(run_id: UUID, *, only_new: bool = False, past_pauses: bool = False) -> Response:
    """The events after the request's Last-Event-ID, or all. No transaction may be open; none is while it streams.

    `only_new`: without that header, only what is told from now on; of a run that has ended, only how. `past_pauses`:
    it ends with the run, not with a pause.
    """
    after = last_event_id()
    only_new = only_new and after == START
    # Looked up before the row: a run that ends in between still tells its end.
    after = relay().newest(run_id) if only_new else after
    stored, past = _stored(current.redis(), run_id, only_end=only_new, past_pauses=past_pauses)
    if stored is not None and only_new:
        stored, after = _ends(stored), START
    body: Any
    if stored is not None:
        body = map(_line, _left(stored, after))
    elif request.method == "HEAD":
        body = ()
    else:
        waits_in_loop()
        body = EventStream(relay().subscribe(run_id, after, past, current_right()))
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no", "Content-Type": CONTENT_TYPE}
    return Response(body, headers=headers, direct_passthrough=True)


def when_ended(run_id: UUID, seconds: float, reply: Callable[[Event | None, bool], Response]) -> Response:
    """What `reply` makes of a run's last event, and of whether the run has ended; otherwise the time was over, or this
    process is: the run goes on. Where the server can, it waits without a thread.

    No transaction may be open, and none is while it waits.
    """
    stored, past = _stored(current.redis(), run_id)
    if stored is not None:
        return reply(json.loads(stored[-1][1]) if stored else None, True)
    in_loop = waits_in_loop()
    end = End(relay().subscribe(run_id, past=past, right=current_right()))

    def answer() -> Response:
        try:
            return reply(*end.found())
        finally:
            end.close()

    if not in_loop:
        end.wait(seconds)
        return answer()
    flask_app = current.flask_app()
    return Response(AwaitedEnd(end, flask_app.resumed(answer), seconds), direct_passthrough=True)


def _stored(
    redis: Redis, run_id: UUID, *, only_end: bool = False, past_pauses: bool = False
) -> tuple[list[Entry] | None, int]:
    """The events of a finished or paused run whose stream has expired, or cannot be read; None for one that has one, or
    will. And the last attempt whose pause is over. `only_end`: also where there is a stream.
    """
    with unit_of_work() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise RunNotFound
        # The attempt that goes on, or has paused, ends the stream; so does the end of the run, which is no pause.
        past = run.lease_token - (run.status in ("running", "paused"))
        if past_pauses and run.status in UNFINISHED:
            return None, MOST_ATTEMPTS
        if run.status in ACTIVE or (not only_end and _has_stream(redis, run_id)):
            return None, past
        return entries_of(session, run), past


def _has_stream(redis: Redis, run_id: UUID) -> bool:
    try:
        return redis.exists(stream_key(run_id)) == 1
    except RedisError as error:
        log.warning("run %s: its events come from its row: %s", run_id, error)
        return False


def _ends(stored: list[Entry]) -> list[Entry]:
    """How a run has ended, without its beginning and its text."""
    return [entry for entry in stored[1:] if json.loads(entry[1])["event"] not in DELTAS] or stored


def _left(stored: list[Entry], after: Place) -> list[Entry]:
    """What a client that comes back still wants. One that followed the stream itself has texts in other pieces than
    these: it gets the end only."""
    first = place_of(stored[0][0]) if stored else START
    if after != START and after < first:
        return stored[-1:]
    return [entry for entry in stored if place_of(entry[0]) > after]


class EventStream(LiveBody):
    """A run's events as they come. It begins with a ping: the client knows at once that it was understood."""

    idle_bytes, idle_seconds = PING, PING_SECONDS

    def __init__(self, subscription: Subscription):
        self.subscription = subscription
        self._entries: deque[Entry] = deque()
        self._begun = False

    def wake(self, woken: Callable[[], None]) -> None:
        self.subscription.wake(woken)

    def take(self) -> list[bytes] | None:
        return self._pieces(0)

    def close(self) -> None:
        self.subscription.close()

    def __iter__(self) -> Iterator[bytes]:
        try:
            while (pieces := self._pieces(PING_SECONDS)) is not None:
                yield b"".join(pieces) or PING
        finally:
            self.close()

    def _pieces(self, seconds: float) -> list[bytes] | None:
        if not self._begun:
            self._begun = True
            return [PING]
        if not self._entries:
            entries = self.subscription.next(seconds)
            if entries is None:
                return None
            self._entries.extend(entries)
        pieces, size = list[bytes](), 0
        while self._entries and size < LIVE_BYTES:
            pieces.append(_line(self._entries.popleft()))
            size += len(pieces[-1])
        return pieces


class End:
    """The end of a run: its last event is kept, those before it are let go as they come."""

    def __init__(self, subscription: Subscription):
        self.subscription = subscription
        self._last: bytes | None = None

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.is_over(left):
            pass

    def is_over(self, seconds: float = 0) -> bool:
        """Whether no more will come."""
        entries = self.subscription.next(seconds)
        if entries:
            self._last = entries[-1][1]
        return entries is None

    def found(self) -> tuple[Event | None, bool]:
        """Raises AccessEnded."""
        if self.subscription.refusal is not None:
            raise self.subscription.refusal
        return json.loads(self._last) if self._last else None, self.subscription.is_whole

    def close(self) -> None:
        self.subscription.close()


class AwaitedEnd(AwaitedReply):
    def __init__(self, end: End, answer: Callable[..., Any], seconds: float):
        super().__init__(answer, seconds)
        self.end = end

    def wake(self, woken: Callable[[], None]) -> None:
        self.end.subscription.wake(woken)

    def is_due(self) -> bool:
        # Once for what there is, once for whether that was all.
        return self.end.is_over() or self.end.is_over()

    def close(self) -> None:
        self.end.close()


def _line(entry: Entry) -> bytes:
    entry_id, event = entry
    return b"id: " + entry_id.encode() + b"\ndata: " + event + b"\n\n"
