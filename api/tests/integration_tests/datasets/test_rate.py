"""The bucket against providers with limits of several kinds, by a clock of our own: hours pass in a second."""

import heapq
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import pytest
import redis

from treeline.datasets.indexing.rate import FIRST_RATE, MOST_SECONDS, Bucket
from treeline.kernel.web import FlaskApp

WORKERS = 4
LATENCY = 0.3


@dataclass(frozen=True)
class TimedBucket(Bucket):
    clock: "Clock" = field(kw_only=True)

    def now(self) -> float:
        return self.clock.time


@dataclass
class Clock:
    time: float = 1_000_000.0
    _due: list[Any] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self.time + seconds, next(self._order), act))

    def run(self) -> None:
        while self._due:
            self.time, _, act = heapq.heappop(self._due)
            act()


@dataclass
class Windows:
    """So many in each minute of its clock."""

    limit: int
    clock: Clock
    told: bool = True
    _window: int = -1
    _used: int = 0

    def ask(self) -> float | None:
        """None: let in; else the seconds to wait."""
        window = int(self.clock.time // 60)
        if window != self._window:
            self._window, self._used = window, 0
        if self._used < self.limit:
            self._used += 1
            return None
        return math.ceil((window + 1) * 60 - self.clock.time)


@dataclass
class Refilled:
    """A bucket that is refilled all the time, with room for so many."""

    limit: int
    clock: Clock
    room: int = 20
    told: bool = True
    _tokens: float = -1
    _at: float = 0

    def ask(self) -> float | None:
        passed = self.clock.time - self._at if self._tokens >= 0 else math.inf
        self._tokens, self._at = min(self.room, max(0, self._tokens) + passed * self.limit / 60), self.clock.time
        if self._tokens >= 1:
            self._tokens -= 1
            return None
        return math.ceil((1 - self._tokens) / (self.limit / 60))


@dataclass
class Simulation:
    client: redis.Redis
    provider: Callable[[Clock], Any]
    clock: Clock = field(default_factory=Clock)
    refused: int = 0
    done: int = 0

    def __post_init__(self) -> None:
        self.client.flushdb()
        self.bucket = TimedBucket(self.client, "a", clock=self.clock)
        self.limited = self.provider(self.clock)

    def run(self, batches: int) -> float:
        """Seconds until all are through."""
        todo, began = deque(range(batches)), self.clock.time
        for _ in range(WORKERS):
            self.clock.after(0, lambda: self._next(todo))
        self.clock.run()
        return self.clock.time - began

    def _next(self, todo: deque[int]) -> None:
        if todo:
            todo.popleft()
            self._attempt(todo, waited=False)

    def _attempt(self, todo: deque[int], waited: bool) -> None:
        turn = self.bucket.take()
        if turn.wait:
            self.clock.after(turn.wait, partial(self._attempt, todo, waited=True))
            return
        wait = self.limited.ask()
        self.clock.after(LATENCY, partial(self._answered, todo, turn, wait, waited))

    def _answered(self, todo: deque[int], turn: Any, wait: float | None, waited: bool) -> None:
        if wait is None:
            self.done += 1
            self.bucket.succeeded(turn, waited=waited)
            self._next(todo)
            return
        self.refused += 1
        self.bucket.refused(turn, wait if self.limited.told else None)
        self._attempt(todo, waited=True)


@pytest.fixture
def client(flask_app: FlaskApp) -> redis.Redis:
    return flask_app.extensions["redis"]


@pytest.mark.parametrize(
    ("provider", "limit"),
    [
        (partial(Windows, 300), 300),
        (partial(Refilled, 300), 300),
        (partial(Refilled, 120, room=5), 120),
    ],
)
def test_close_to_the_limit_with_hardly_a_refusal(client: redis.Redis, provider: Any, limit: int):
    made = Simulation(client, lambda clock: provider(clock=clock))
    took = made.run(800)
    assert made.done == 800
    assert took <= 1.2 * 800 / limit * 60
    assert made.refused <= 16


def test_a_provider_that_does_not_say_how_long(client: redis.Redis):
    made = Simulation(client, lambda clock: Windows(120, clock, told=False))
    took = made.run(400)
    assert made.done == 400
    assert took <= 1.2 * 400 / 120 * 60
    assert made.refused <= 40


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bucket(client: redis.Redis, rolled_back: None, clock: Clock) -> TimedBucket:
    return TimedBucket(client, "a", clock=clock)


def rate(bucket: Bucket) -> float:
    """What the bucket lets through in a minute when nothing is answered."""
    return float(bucket.client.hget("embedding-rate:a", "rate") or FIRST_RATE)


def test_one_refusal_counts_for_all_that_are_under_way(bucket: TimedBucket, clock: Clock):
    turns = [bucket.take(), bucket.take()]
    clock.time += 0.3
    for turn in turns:
        bucket.refused(turn, 7)
    assert rate(bucket) == FIRST_RATE / 2
    assert bucket.take().wait == 7
    clock.time += 7
    assert 0 < bucket.take().wait <= 2 / FIRST_RATE


def test_accounts_do_not_wait_for_each_other(bucket: TimedBucket, clock: Clock):
    bucket.refused(bucket.take(), 60)
    assert TimedBucket(bucket.client, "b", clock=clock).take().wait == 0


def test_only_who_waited_makes_it_faster(bucket: TimedBucket, clock: Clock):
    for waited, expected in ((False, FIRST_RATE), (True, FIRST_RATE * 1.05)):
        for _ in range(20):
            clock.time += 1
            bucket.succeeded(bucket.take(), waited=waited)
        assert rate(bucket) == pytest.approx(expected)


def test_trouble_doubles_the_wait_up_to_a_minute(bucket: TimedBucket, clock: Clock):
    waits: list[float] = []
    for _ in range(9):
        turn = bucket.take()
        assert turn.wait == 0
        bucket.failed(turn)
        # One that was sent at the same time says nothing new.
        bucket.failed(turn)
        waits.append(round(bucket.take().wait))
        clock.time += waits[-1] + 1
    assert waits == [1, 2, 4, 8, 16, 32, MOST_SECONDS, MOST_SECONDS, MOST_SECONDS]
    bucket.succeeded(bucket.take(), waited=False)
    clock.time += 1
    bucket.failed(bucket.take(), again_in=5)
    assert round(bucket.take().wait) == 5


def test_by_the_clock_of_redis(client: redis.Redis, rolled_back: None):
    bucket = Bucket(client, "a")
    seconds, _ = client.time()
    assert abs(bucket.take().sent - seconds) < 60
