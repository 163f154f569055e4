"""A pause after too many wrong guesses in a row, and a limit of attempts from one address.

Guesses under way are no failures. They are counted apart, so that together with the failures they are never more than
may fail: whoever comes then waits until one of them has ended.
"""

import hmac
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import uuid4

import redis
from redis.exceptions import RedisError

from treeline.accounts.counts import BUSY, Counts, LocalCounts, RedisCounts
from treeline.accounts.errors import TooManyAttempts, TooManyFailures, TooManyLogins
from treeline.accounts.settings import AccountSettings
from treeline.kernel.crypto import derived_key

POLL_SECONDS, MAX_POLL_SECONDS = 0.02, 10
MINUTE = 60

Result = TypeVar("Result")
log = logging.getLogger(__name__)
_local = LocalCounts()


class Guess:
    """One attempt; `right` is None until it has been judged, and then neither counts nor clears."""

    right: bool | None = None

    def judge(self, right: bool) -> bool:
        self.right = right
        return right


class Lockout:
    """Counts wrong guesses by what is guessed and by whom."""

    def __init__(self, client: redis.Redis, settings: AccountSettings):
        self._counts: Counts = RedisCounts(client)
        self._most, self._seconds = settings.login_max_failures, settings.login_lockout_duration
        self._attempts = settings.login_max_attempts_per_minute
        self._key = derived_key(settings.secret_key or "", "lockout")

    def check(self, *guessed: str) -> None:
        """Raises TooManyFailures during the pause."""
        name = self._name(guessed)
        self._refuse(self._counted(lambda counts: counts.pause(name, self._most)))

    @contextmanager
    def guess(self, *guessed: str) -> Iterator[Guess]:
        """One guess; say in the end whether it was right. Raises TooManyFailures, TooManyLogins."""
        name, under_way = self._name(guessed), uuid4().hex
        self._begin(name, under_way)
        guess = Guess()
        try:
            yield guess
        finally:
            # First counted, then no longer under way: no other one slips in between.
            if guess.right is False:
                self.fail(*guessed)
            elif guess.right:
                self._counted(lambda counts: counts.clear(name))
            self._counted(lambda counts: counts.end(name, under_way))

    def fail(self, *guessed: str) -> None:
        name = self._name(guessed)
        self._counted(lambda counts: counts.fail(name, self._seconds))

    def clear(self, *guessed: str) -> None:
        name = self._name(guessed)
        self._counted(lambda counts: counts.clear(name))

    def admit(self, address: str | None) -> None:
        """One attempt from an address, whatever comes of it; None: the address says nothing. Raises TooManyAttempts."""
        if address is None:
            return
        if seconds := self.exceeds(self._attempts, MINUTE, "attempts", address):
            message = f"Too many login attempts from your IP address. Try again in {seconds} seconds."
            raise TooManyAttempts(message, headers={"Retry-After": str(seconds)})

    def exceeds(self, most: int, seconds: int, *counted: str) -> int:
        """Count one of so many in so many seconds: 0, or for how many seconds there may be no other."""
        name = self._name(counted)
        wait = self._counted(lambda counts: counts.attempt(name, most, seconds))
        return -(-wait // 1000)

    def _begin(self, name: str, under_way: str) -> None:
        until = time.monotonic() + MAX_POLL_SECONDS
        while (wait := self._counted(lambda counts: counts.begin(name, under_way, self._most))) == BUSY:
            if time.monotonic() >= until:
                raise TooManyLogins
            time.sleep(POLL_SECONDS)
        self._refuse(wait)

    def _refuse(self, milliseconds: int) -> None:
        if milliseconds:
            wait = -(-milliseconds // 1000)
            message = f"Too many failed attempts in a row. Try again in {wait} seconds."
            raise TooManyFailures(message, headers={"Retry-After": str(wait)})

    def _counted(self, count: Callable[[Counts], Result]) -> Result:
        """Logins go on while Redis is away, or takes nothing in."""
        try:
            return count(self._counts)
        except RedisError as error:
            log.warning("failed logins are counted per process while Redis is down: %s", error)
            return count(_local)

    def _name(self, guessed: tuple[str, ...]) -> str:
        # Hashed with a key, so that nobody reads addresses out of Redis.
        return hmac.digest(self._key, "\0".join(guessed).encode(), "sha256").hex()
