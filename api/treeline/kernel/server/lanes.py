"""Fair shares of a process: a key, account or address can take what is free, except a reserve for others.

Counts are per process, like the threads, connections and memory that they protect: a key that has all its connections
in one process must leave room for others there, whatever it does elsewhere.
"""

import math
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from treeline.kernel.errors import TooManyRequests, Unavailable
from treeline.kernel.settings import KernelSettings

RETRY = {"Retry-After": "1"}
# So many requests of one origin wait for a thread.
WAITING_EACH = 256


def share(size: int, reserve: float) -> int:
    """How much of `size` one owner may take."""
    return max(1, size - math.ceil(size * reserve)) if reserve else size


class Lane:
    """Places of one kind, counted for each owner. Thread-safe; never waits."""

    def __init__(self, what: str, size: int, reserve: float):
        self.what, self.size, self.each = what, size, share(size, reserve)
        self._lock, self._taken, self._total = threading.Lock(), Counter[Hashable](), 0

    def enter(self, owner: Hashable) -> None:
        """Raises TooManyRequests where the owner has its share, Unavailable where nothing is free."""
        with self._lock:
            if self._taken[owner] >= self.each:
                message = (
                    f"Max concurrent requests reached: this key, account or address has {self.each} {self.what} open."
                )
                raise TooManyRequests(f"{message} Try again when one has finished.", headers=RETRY)
            if self._total >= self.size:
                raise Unavailable(
                    f"The server has reached its limit of concurrent {self.what}. Try again.", headers=RETRY
                )
            self._taken[owner] += 1
            self._total += 1

    def leave(self, owner: Hashable) -> None:
        with self._lock:
            self._total -= 1
            self._taken[owner] -= 1
            if not self._taken[owner]:
                del self._taken[owner]

    def __len__(self) -> int:
        return self._total


@dataclass(frozen=True)
class Lanes:
    requests: Lane
    transfers: Lane
    streams: Lane

    @classmethod
    def of(cls, settings: KernelSettings) -> "Lanes":
        reserve = settings.api_reserved_share
        return cls(
            Lane("requests", settings.api_threads, reserve),
            Lane("large uploads and downloads", settings.api_transfers, reserve),
            Lane("streams", settings.api_streams, reserve),
        )


class Place:
    """Where one request stands. `moved` is called when it gives its request thread's place back."""

    def __init__(self, lanes: Lanes, owner: Hashable, moved: Callable[[], None], learn: Callable[[Hashable], None]):
        self.lanes, self.owner = lanes, owner
        self._moved, self._learn = moved, learn
        self._at: tuple[Lane, Hashable] | None = None
        self._has_thread = True

    def own(self, owner: Hashable) -> None:
        """Whose request this is, now that it is known. Raises TooManyRequests."""
        self._enter(self.lanes.requests, owner)
        if owner != self.owner:
            self.owner = owner
            self._learn(owner)

    def transfer(self) -> None:
        """From here on the thread waits for a client's network. Raises TooManyRequests, Unavailable."""
        self._enter(self.lanes.transfers, self.owner)
        self.thread_is_free()

    def stream(self) -> None:
        """The request will wait in the loop, once its thread is done. Raises TooManyRequests, Unavailable."""
        self._enter(self.lanes.streams, self.owner)

    def leave(self) -> None:
        """The request is over."""
        if self._at is not None:
            lane, owner = self._at
            self._at = None
            lane.leave(owner)

    def _enter(self, lane: Lane, owner: Hashable) -> None:
        if self._at == (lane, owner):
            return
        lane.enter(owner)
        if self._at is not None:
            self._at[0].leave(self._at[1])
        self._at = lane, owner

    def thread_is_free(self) -> None:
        """Another request may have this one's place among the threads."""
        if self._has_thread:
            self._has_thread = False
            self._moved()


class Turn(NamedTuple):
    origin: Hashable
    work: Any


class Turns:
    """Requests that wait for a thread: each origin in its turn, none with more threads than its share. Not
    thread-safe."""

    def __init__(self, threads: int, reserve: float):
        self.threads, self.each = threads, share(threads, reserve)
        self._waiting: OrderedDict[Hashable, deque[Turn]] = OrderedDict()
        self._running, self.busy = Counter[Hashable](), 0

    def put(self, origin: Hashable, work: Any, *, always: bool = False) -> bool:
        """False if so many of this origin wait already."""
        queue = self._waiting.setdefault(origin, deque())
        if len(queue) >= WAITING_EACH and not always:
            return False
        queue.append(Turn(origin, work))
        return True

    def next(self) -> Turn | None:
        """Whose turn it is, if a thread is free for it; `done` is owed for it."""
        if self.busy >= self.threads:
            return None
        for origin in self._waiting:
            if self._running[origin] < self.each:
                return self._take(origin)
        return None

    def _take(self, origin: Hashable) -> Turn:
        queue = self._waiting[origin]
        turn = queue.popleft()
        if queue:
            self._waiting.move_to_end(origin)
        else:
            del self._waiting[origin]
        self._running[origin] += 1
        self.busy += 1
        return turn

    def done(self, origin: Hashable) -> None:
        self.busy -= 1
        self._running[origin] -= 1
        if not self._running[origin]:
            del self._running[origin]
