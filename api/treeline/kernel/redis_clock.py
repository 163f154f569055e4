"""Time for data in Redis. The clocks of machines can differ by hours, so Redis' own clock decides."""

import time

import redis

ASK_EVERY_SECONDS = 30


class RedisClock:
    """Redis' time, asked for now and then; in between by this process's steady clock, which nobody sets."""

    def __init__(self, client: redis.Redis):
        self._client = client
        self._ahead, self._due = 0.0, 0.0

    def now(self) -> float:
        """Unix seconds. Raises RedisError if Redis is away just when it is to be asked."""
        steady = time.monotonic()
        if steady >= self._due:
            seconds, microseconds = self._client.time()
            # The answer is as old as it is now, not as when it was asked for: no age is ever below zero by much.
            self._ahead = seconds + microseconds / 1e6 - time.monotonic()
            self._due = time.monotonic() + ASK_EVERY_SECONDS
        return self._ahead + time.monotonic()
