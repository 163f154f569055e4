"""Redis for requests and tasks: no request waits long for a frozen Redis, and not every request waits again.

The first command that times out takes a second. After that, commands fail immediately with the same RedisError; every
few seconds, one is let through to see whether Redis is back.
"""

import threading
import time
from types import TracebackType
from typing import Any

import redis
from redis import exceptions
from redis.client import Pipeline

from treeline.kernel.settings import KernelSettings

WAIT_SECONDS = 1.0
REST_SECONDS = 3.0
MOST_CONNECTIONS = 64


class Silent(exceptions.ConnectionError):
    """Redis did not answer lately, and is left alone for some seconds."""


class Breaker:
    """`with breaker:` around what may time out. Raises Silent."""

    def __init__(self, rest_seconds: float):
        self._lock, self._rest_seconds = threading.Lock(), rest_seconds
        self._closed_until: float | None = None

    def __enter__(self) -> None:
        with self._lock:
            if self._closed_until is None:
                return
            if time.monotonic() < self._closed_until:
                raise Silent("Redis is not responding; the next attempt is in a few seconds.")
            # This one tries; the others do not wait for what it finds.
            self._closed_until = time.monotonic() + self._rest_seconds

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        silent = isinstance(error, exceptions.TimeoutError)
        if silent or self._closed_until is not None:
            with self._lock:
                self._closed_until = time.monotonic() + self._rest_seconds if silent else None


class GuardedRedis(redis.Redis):
    """A client whose commands and pipelines go through one breaker."""

    breaker: Breaker

    def is_silent(self) -> bool:
        """Whether whoever talks to it now would wait in vain. One that is not there at all says so at once."""
        try:
            self.ping()
        except (exceptions.TimeoutError, Silent):
            return True
        except exceptions.RedisError:
            pass
        return False

    def execute_command(self, *args: Any, **options: Any) -> Any:
        with self.breaker:
            return super().execute_command(*args, **options)

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Pipeline:
        made = _GuardedPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
        made.breaker = self.breaker
        return made


class _GuardedPipeline(Pipeline):
    breaker: Breaker

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        with self.breaker:
            return super().execute(raise_on_error)


def connect(
    settings: KernelSettings, *, wait_seconds: float = WAIT_SECONDS, rest_seconds: float = REST_SECONDS
) -> GuardedRedis:
    """The client that requests and tasks share."""
    # Whoever finds all in use waits for one: hundreds of clients may come back at once.
    connections = redis.BlockingConnectionPool.from_url(
        settings.redis_address,
        max_connections=MOST_CONNECTIONS,
        timeout=3 * wait_seconds,
        socket_connect_timeout=wait_seconds,
        socket_timeout=wait_seconds,
    )
    client = GuardedRedis(connection_pool=connections)
    client.auto_close_connection_pool = True
    client.breaker = Breaker(rest_seconds)
    return client


def connect_patiently(settings: KernelSettings, seconds: float) -> redis.Redis:
    """A client of one thread that waits within its commands, up to so many seconds."""
    return redis.Redis.from_url(settings.redis_address, socket_connect_timeout=3, socket_timeout=seconds)
