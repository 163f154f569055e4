"""The worker's shared places (slots): an app or workspace can take what is free, except a reserve for others.

A run beyond its share takes no place. It stays queued, is remembered here, and its task is sent again once a place in
its share is free: it then waits its turn like any other. If this worker ends, or another has a place for it, the sweep
sends the task within a minute.
"""

import threading
from collections import Counter
from typing import NamedTuple
from uuid import UUID


class Candidate(NamedTuple):
    """A run that wants a place."""

    run_id: UUID
    app_id: UUID
    workspace_id: UUID


class Places:
    """Of one process. `reserve`: the part that is kept; of a workspace's share the same part for its other apps."""

    def __init__(self, most: int, reserve: float):
        self.most, self.reserve = most, reserve
        self._lock, self._left = threading.Lock(), False
        self._running: dict[UUID, Candidate] = {}
        # The longest first.
        self._waiting: dict[UUID, Candidate] = {}

    def take(self, run: Candidate) -> bool:
        """False: it waits."""
        with self._lock:
            if run.run_id in self._running:
                return False
            taken = _Taken(self, list(self._running.values()))
            if taken.has_place_for(run):
                self._running[run.run_id] = run
                self._waiting.pop(run.run_id, None)
                return True
            self._waiting[run.run_id] = run
            return False

    def give_back(self, run: Candidate) -> list[UUID]:
        """The place is free. Who may come now: of those that wait, first whose app has the fewest places."""
        with self._lock:
            self._running.pop(run.run_id, None)
            taken = _Taken(self, list(self._running.values()))
            called: list[UUID] = []
            while not self._left and (following := self._next(taken)) is not None:
                taken.add(following)
                del self._waiting[following.run_id]
                called.append(following.run_id)
            return called

    def leave(self) -> list[UUID]:
        """Nobody is called any more. Who waits."""
        with self._lock:
            self._left = True
            waiting = list(self._waiting)
            self._waiting.clear()
            return waiting

    def _next(self, taken: "_Taken") -> Candidate | None:
        eligible = filter(taken.has_place_for, self._waiting.values())
        return min(eligible, key=taken.places_of_app, default=None)


class _Taken:
    """Who has how many places, now or soon."""

    def __init__(self, places: Places, running: list[Candidate]):
        self.most = places.most
        self.of_workspace = share_of(places.most, places.reserve)
        self.of_app = share_of(self.of_workspace, places.reserve)
        self.counts: Counter[UUID | None] = Counter()
        for run in running:
            self.add(run)

    def add(self, run: Candidate) -> None:
        self.counts.update((None, run.app_id, run.workspace_id))

    def has_place_for(self, run: Candidate) -> bool:
        return (
            self.counts[None] < self.most
            and self.counts[run.workspace_id] < self.of_workspace
            and self.counts[run.app_id] < self.of_app
        )

    def places_of_app(self, run: Candidate) -> int:
        return self.counts[run.app_id]


def share_of(places: int, reserve: float) -> int:
    return max(1, places - round(places * reserve))
