"""Relays Redis streams to the clients of this process: one reader follows all streams that have clients.

One thread per client, each reading Redis, costs several times more (measured: 1.2 s instead of 0.1 s at the 95th
percentile, with 500 streams). The reader pauses between reads, so that several new events wake each client only once.

All clients depend on one command. So it contains client input only as numbers, and a stream that can't be read is
found and left out: the others continue.
"""

import json
import logging
import os
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from treeline.accounts.errors import AccessEnded
from treeline.kernel.errors import ApiError
from treeline.runs.events import BEGUN, END, EVENT, RETRY_SECONDS, START, Place, place_of, stream_key
from treeline.runs.texts import DELTAS, REPLACED, delta_of, text_after, with_text

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.05
BLOCK_SECONDS = 1
# Of one stream in one read: a long one that is read from its start does not hold up the others.
READ_ENTRIES = 1000
# More events than this wait for nobody who still reads.
MOST_WAITING = 20_000
Entry = tuple[str, bytes]
RedisEntry = tuple[bytes, dict[bytes, bytes]]


class StoredEnd(NamedTuple):
    """How a run ended, or paused, by its rows: its events, and the attempt that paused."""

    entries: Sequence[Entry]
    paused: int | None = None


# By run, of those that have ended; or paused, in an attempt after the one given.
Ends = Callable[[Mapping[UUID, int]], Mapping[UUID, StoredEnd]]
# Of rights that streams were asked for with: those that are no more.
Lapsed = Callable[[Collection[Any]], Collection[Any]]
# How often rows are asked: for ends that Redis may not have, and for rights.
ENDS_SECONDS = 2
_TEXT_STARTS = tuple(b'{"event":"%s",' % name.encode() for name in (*DELTAS, *REPLACED))


class Subscription:
    """What one client waits for: entries (id, event as JSON), in order, each once.

    It ends with the run, or with a pause, unless that is one of an attempt up to `past`.
    """

    def __init__(self, relay: "Relay", key: str, after: Place, past: int = 0, right: Any = None):
        self.relay, self.key, self._last, self.past, self.right = relay, key, after, past, right
        # What its client lost the right by.
        self.refusal: ApiError | None = None
        # How many characters of the answer were handed on; None: nobody knows, for it did not begin at the start.
        self._said = 0 if after == START else None
        self._entries: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._ended = self._whole = False
        self._woken: Callable[[], None] | None = None

    @property
    def is_whole(self) -> bool:
        """All has been handed out, up to the end of the run. Not so where the client, or the relay, was cut off."""
        return self._ended and self._whole

    def next(self, seconds: float) -> list[Entry] | None:
        """All entries that there are, waiting for the first; none if time ran out; None at the end."""
        if self._ended:
            return None
        got: list[Entry] = []
        try:
            entry = self._entries.get(timeout=seconds)
            while entry is not None:
                got.append(entry)
                entry = self._entries.get_nowait()
        except queue.Empty:
            return got
        self._ended = True
        return got or None

    def wake(self, woken: Callable[[], None]) -> None:
        """Call back, from the relay's thread, whenever there may be something; now, for what is there already."""
        self._woken = woken
        woken()

    def close(self) -> None:
        self.relay.forget(self)

    def put(self, entries: Iterable[RedisEntry]) -> bool:
        """Hand entries on; False if nothing more is to come."""
        for entry_id, fields in entries:
            # Also for a client that asked for what comes after it.
            if END in fields:
                if fields[END] and int(fields[END]) <= self.past:
                    continue
                self._whole = True
                self.cut()
                return False
            if BEGUN in fields:
                continue
            place = place_of(entry_id.decode())
            if place > self._last:
                self._last = place
                if self._said is not None and fields[EVENT].startswith(_TEXT_STARTS):
                    event = json.loads(fields[EVENT])
                    text = delta_of(event)
                    self._said = len(text_after("", event)) if text is None else self._said + len(text)
                self._entries.put((str(place), fields[EVENT]))
        if self._woken is not None:
            self._woken()
        if self._entries.qsize() <= MOST_WAITING:
            return True
        log.warning("%s: a client that does not read is cut off", self.key)
        self.cut()
        return False

    def end(self, stored: Sequence[Entry]) -> None:
        """Hand on what is missing of the answer, by the events that its rows have, and the last one: that was all."""
        for entry_id, data in stored[:-1]:
            event = json.loads(data)
            if self._said is None or event["event"] not in DELTAS:
                continue
            text = delta_of(event) or ""
            rest = text[self._said :]
            self._said -= len(text) - len(rest)
            if rest:
                self._entries.put((entry_id, json.dumps(with_text(event, rest)).encode()))
        for entry in stored[-1:]:
            self._entries.put(entry)
        self._whole = True
        self.cut()

    def refuse(self, refusal: ApiError) -> None:
        """Nothing is handed on any more but this."""
        self.refusal = refusal
        told = {"event": "error", "status": refusal.status, "code": refusal.code, "message": refusal.message}
        self._entries.put((str(self._last), json.dumps(told).encode()))
        self.cut()

    def cut(self) -> None:
        self._entries.put(None)
        if self._woken is not None:
            self._woken()


class Relay:
    """All subscriptions of one process. Its thread starts with the first: a thread does not survive a fork.

    `reading`: a client for this thread alone, that waits longer than a read does. `ends`: what rows say of runs, for a
    second thread: a stream whose end Redis does not take ends all the same. `lapsed`: whose stream ends before that.
    """

    def __init__(
        self,
        redis: Redis,
        reading: Redis,
        ends: Ends | None = None,
        ends_seconds: float = ENDS_SECONDS,
        lapsed: Lapsed | None = None,
    ):
        self.redis, self.reading, self.ends, self.ends_seconds, self.lapsed = redis, reading, ends, ends_seconds, lapsed
        self._wake = f"runs:wake:{uuid4().hex}"
        self._lock = threading.Lock()
        self._subscriptions: dict[str, list[Subscription]] = defaultdict(list)
        self._cursors: dict[str, Place] = {self._wake: START}
        self._pid = 0
        self._closed = False

    def subscribe(self, run_id: UUID | str, after: Place = START, past: int = 0, right: Any = None) -> Subscription:
        """Everything after an entry, up to the end or a pause; `past`: up to this attempt pauses are passed over.

        `right`: what the client must keep, if anything.
        """
        key = stream_key(run_id)
        subscription = Subscription(self, key, after, past, right)
        begin = after if after == START else min(after, self._last_of(key))
        with self._lock:
            self._start()
            if self._closed:
                subscription.cut()
                return subscription
            self._subscriptions[key].append(subscription)
            followed = self._cursors.get(key)
            is_ahead = followed is None or begin < followed
            if is_ahead:
                # Whoever has followed until now passes over what comes twice.
                self._cursors[key] = begin
        if is_ahead:
            self._wake_reader()
        return subscription

    def newest(self, run_id: UUID | str) -> Place:
        """The entry that was told last, or where all begin."""
        return self._last_of(stream_key(run_id))

    def forget(self, subscription: Subscription) -> None:
        with self._lock:
            mine = self._subscriptions.get(subscription.key, [])
            if subscription in mine:
                mine.remove(subscription)
            if not mine:
                self._unfollow(subscription.key)

    def close(self) -> None:
        """End all streams: their clients come back to another process and miss nothing."""
        with self._lock:
            self._closed = True
            for waiting in self._subscriptions.values():
                for subscription in waiting:
                    subscription.cut()
            self._subscriptions.clear()

    def _start(self) -> None:
        if self._pid == os.getpid():
            return
        self._pid = os.getpid()
        self._wake = f"runs:wake:{uuid4().hex}"
        self._cursors, self._closed = {self._wake: START}, False
        self._subscriptions.clear()
        threading.Thread(target=self._read, name="runs-relay", daemon=True).start()
        if self.ends is not None:
            threading.Thread(target=self._follow_rows, args=(self.ends,), name="runs-relay-rows", daemon=True).start()

    def _wake_reader(self) -> None:
        try:
            with self.redis.pipeline(transaction=False) as commands:
                commands.xadd(self._wake, {b"wake": b""}, maxlen=1)
                commands.expire(self._wake, 3600)
                commands.execute()
        except RedisError as error:
            log.warning("the relay wakes late: %s", error)

    def _last_of(self, key: str) -> Place:
        """The last entry that there is. Nobody reads from beyond it: they would miss the end."""
        try:
            last: Any = self.redis.xrevrange(key, count=1)
        except RedisError as error:
            log.warning("%s: its end cannot be looked up, all of it is read: %s", key, error)
            return START
        return place_of(last[0][0].decode()) if last else START

    def _read(self) -> None:
        while not self._closed:
            with self._lock:
                cursors = dict(self._cursors)
            try:
                if not self._deliver(cursors, self._found(cursors)):
                    time.sleep(PAUSE_SECONDS)
            except RedisError as error:
                log.warning("the relay cannot read: %s", error)
                time.sleep(RETRY_SECONDS)
            except Exception:
                # All clients of this process wait for this thread.
                log.exception("the relay failed, and goes on")
                time.sleep(RETRY_SECONDS)

    def _follow_rows(self, ends: Ends) -> None:
        while not self._closed:
            time.sleep(self.ends_seconds)
            try:
                self._end_by_rows(ends)
                self._refuse_lapsed()
            except Exception as error:
                log.warning("the ends of runs cannot be read: %r", error)

    def _end_by_rows(self, ends: Ends) -> None:
        with self._lock:
            past = {
                UUID(key.removeprefix(stream_key(""))): min((each.past for each in waiting), default=0)
                for key, waiting in self._subscriptions.items()
            }
        for run_id, stored in (ends(past) if past else {}).items():
            self._end(stream_key(run_id), stored)

    def _refuse_lapsed(self) -> None:
        """Streams go on for long; whoever may no longer ask for one is not told more of it."""
        with self._lock:
            every = [each for waiting in self._subscriptions.values() for each in waiting if each.right is not None]
        rights = {each.right for each in every}
        if self.lapsed is None or not rights:
            return
        gone = self.lapsed(rights)
        for each in every:
            if each.right in gone:
                self.forget(each)
                each.refuse(AccessEnded())

    def _end(self, key: str, stored: StoredEnd) -> None:
        try:
            published: Any = self.redis.xrange(key)
        except RedisError:
            published = []
        with self._lock:
            going_on = list[Subscription]()
            for subscription in self._subscriptions.get(key, []):
                if stored.paused is not None and stored.paused <= subscription.past:
                    going_on.append(subscription)
                # What Redis has is told first: with its end there is nothing to add.
                elif subscription.put(published):
                    log.warning("%s: its end comes from the row", key)
                    subscription.end(stored.entries)
            if going_on:
                self._subscriptions[key] = going_on
            else:
                self._unfollow(key)

    def _found(self, cursors: dict[str, Place]) -> list[tuple[bytes, list[RedisEntry]]]:
        asked: dict[Any, Any] = {key: str(place) for key, place in cursors.items()}
        try:
            found: Any = self.reading.xread(asked, count=READ_ENTRIES, block=1000 * BLOCK_SECONDS)
        except ResponseError as error:
            self._leave_out(self._rejected(asked, error))
            return []
        return found

    def _rejected(self, asked: Mapping[str, str], error: ResponseError) -> dict[str, ResponseError]:
        """The streams that Redis rejects one by one. Raises the error if it is none of theirs."""
        with self.reading.pipeline(transaction=False) as commands:
            for key, place in asked.items():
                commands.xread({key: place}, count=1)
            replies = commands.execute(raise_on_error=False)
        rejected = {key: reply for key, reply in zip(asked, replies, strict=True) if isinstance(reply, ResponseError)}
        if not rejected or self._wake in rejected:
            raise error
        return rejected

    def _deliver(self, asked: dict[str, Place], found: list[tuple[bytes, list[RedisEntry]]]) -> bool:
        """Whether there is more to be read at once."""
        failed: dict[str, Exception] = {}
        with self._lock:
            for name, entries in found:
                key = name.decode()
                # Meanwhile the last client may have gone, and another have come who begins elsewhere.
                if self._cursors.get(key) != asked[key]:
                    continue
                try:
                    self._hand_on(key, entries)
                except Exception as error:
                    failed[key] = error
        self._leave_out(failed)
        return any(len(entries) == READ_ENTRIES for _, entries in found)

    def _hand_on(self, key: str, entries: list[RedisEntry]) -> None:
        self._cursors[key] = place_of(entries[-1][0].decode())
        if key == self._wake:
            return
        self._subscriptions[key] = [each for each in self._subscriptions[key] if each.put(entries)]
        if not self._subscriptions[key]:
            self._unfollow(key)

    def _leave_out(self, streams: Mapping[str, Exception]) -> None:
        """Read these no more. Their clients are told the end once the run has one."""
        with self._lock:
            for key, error in streams.items():
                log.error("%s cannot be read, and is left out: %r", key, error)
                self._cursors.pop(key, None)

    def _unfollow(self, key: str) -> None:
        self._subscriptions.pop(key, None)
        self._cursors.pop(key, None)
