"""Failed and running password attempts, counted in Redis for all processes, or in this process without Redis.

`begin` returns 0 (allowed), BUSY (as many attempts are running as may still fail), or the lockout in milliseconds.
"""

import time
from collections import defaultdict
from threading import Lock
from typing import Any, Protocol, cast

import redis

BUSY = -1
# A process that dies within a guess leaves it behind.
MAX_GUESS_SECONDS = 20
MAX_NAMES = 10_000

_BEGIN = """
local failures = tonumber(redis.call('GET', KEYS[1]) or '0')
if failures >= tonumber(ARGV[1]) then
    return math.max(redis.call('PTTL', KEYS[1]), 1)
end
local time = redis.call('TIME')
local now = tonumber(time[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], 0, now)
if failures + redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[1]) then
    return -1
end
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[3]), ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 0
"""
_ATTEMPT = """
local attempts = redis.call('INCR', KEYS[1])
if attempts == 1 then
    redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return attempts > tonumber(ARGV[1]) and math.max(redis.call('PTTL', KEYS[1]), 1) or 0
"""


class Counts(Protocol):
    def pause(self, name: str, most: int) -> int:
        """The milliseconds for which no guess may be made."""
        ...

    def begin(self, name: str, guess: str, most: int) -> int: ...

    def end(self, name: str, guess: str) -> None: ...

    def fail(self, name: str, seconds: int) -> None:
        """The pause is counted from the last failure."""
        ...

    def clear(self, name: str) -> None: ...

    def attempt(self, name: str, most: int, seconds: int) -> int:
        """Count one of so many in so many seconds: 0, or the milliseconds until there may be another."""
        ...


class RedisCounts:
    def __init__(self, client: redis.Redis):
        self._redis = client

    def pause(self, name: str, most: int) -> int:
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.get(f"failures:{name}")
            pipe.pttl(f"failures:{name}")
            failures, left = pipe.execute()
        return max(int(left), 1) if int(failures or 0) >= most else 0

    def begin(self, name: str, guess: str, most: int) -> int:
        keys = (f"failures:{name}", f"guesses:{name}")
        return int(cast(Any, self._redis.eval(_BEGIN, 2, *keys, most, guess, MAX_GUESS_SECONDS)))

    def end(self, name: str, guess: str) -> None:
        self._redis.zrem(f"guesses:{name}", guess)

    def fail(self, name: str, seconds: int) -> None:
        with self._redis.pipeline() as pipe:
            pipe.incr(f"failures:{name}")
            pipe.expire(f"failures:{name}", seconds)
            pipe.execute()

    def clear(self, name: str) -> None:
        self._redis.delete(f"failures:{name}")

    def attempt(self, name: str, most: int, seconds: int) -> int:
        return int(cast(Any, self._redis.eval(_ATTEMPT, 1, f"attempts:{name}", most, seconds)))


class LocalCounts:
    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: dict[str, tuple[int, float]] = {}
        self._guesses: defaultdict[str, set[str]] = defaultdict(set)

    def pause(self, name: str, most: int) -> int:
        count, left = self._at(name)
        return left if count >= most else 0

    def begin(self, name: str, guess: str, most: int) -> int:
        with self._lock:
            count, left = self._at(name)
            if count >= most:
                return left
            if count + len(self._guesses[name]) >= most:
                return BUSY
            self._guesses[name].add(guess)
            return 0

    def end(self, name: str, guess: str) -> None:
        with self._lock:
            self._guesses[name].discard(guess)
            if not self._guesses[name]:
                del self._guesses[name]

    def fail(self, name: str, seconds: int) -> None:
        with self._lock:
            self._count(name, time.monotonic() + seconds)

    def clear(self, name: str) -> None:
        with self._lock:
            self._counted.pop(name, None)

    def attempt(self, name: str, most: int, seconds: int) -> int:
        with self._lock:
            count, left = self._at(name)
            self._count(name, time.monotonic() + (left / 1000 if count else seconds))
            return left if count >= most else 0

    def _at(self, name: str) -> tuple[int, int]:
        """How many there were, and for how many milliseconds they still count."""
        count, until = self._counted.get(name, (0, 0.0))
        left = until - time.monotonic()
        return (count, max(int(left * 1000), 1)) if left > 0 else (0, 0)

    def _count(self, name: str, until: float) -> None:
        if len(self._counted) >= MAX_NAMES:
            self._counted = {each: kept for each, kept in self._counted.items() if kept[1] > time.monotonic()}
        if len(self._counted) >= MAX_NAMES:
            self._counted.pop(next(iter(self._counted)))
        self._counted[name] = (self._at(name)[0] + 1, until)
