"""Password rules and hashing."""

import os
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from treeline.accounts.errors import TooManyLogins
from treeline.accounts.settings import AccountSettings

SHORTEST, LONGEST = 8, 128
HASHES_AT_ONCE, MAX_WAITING, MAX_WAIT_SECONDS = 2, 14, 10
NICENESS = 5


def check_rule(password: str) -> str:
    """The password itself, if it is good enough. Raises ValueError, which says what is asked for."""
    letter, digit = any(c.isalpha() for c in password[:LONGEST]), any(c.isdigit() for c in password[:LONGEST])
    if not (SHORTEST <= len(password) <= LONGEST and letter and digit):
        raise ValueError(f"a password must have {SHORTEST} to {LONGEST} characters, including a letter and a digit")
    return password


class Queue:
    """So many at once, so many more wait, and whoever comes then, or has waited too long, is told to come back."""

    def __init__(self, at_once: int, waiting: int, seconds: float):
        self._seconds = seconds
        self._running, self._inside = BoundedSemaphore(at_once), BoundedSemaphore(at_once + waiting)

    @contextmanager
    def turn(self, wanted: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Wait for one's turn. `wanted` is asked then: a client that has left gets no work. Raises TooManyLogins."""
        with self.entered():
            if not self._running.acquire(timeout=self._seconds):
                raise TooManyLogins
            try:
                if not wanted():
                    raise TooManyLogins("The client disconnected.")
                yield
            finally:
                self._running.release()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """A place in the queue, at once. Raises TooManyLogins."""
        if not self._inside.acquire(blocking=False):
            raise TooManyLogins
        try:
            yield
        finally:
            self._inside.release()


# One hash takes much memory and a core for a while, and whoever waits for it holds a thread: a rush of logins must not
# starve everything else. One queue a process, and all other work goes first.
hashing = Queue(HASHES_AT_ONCE, MAX_WAITING, MAX_WAIT_SECONDS)


def _step_back() -> None:
    # Elsewhere it would count for the whole process.
    if sys.platform == "linux":
        os.nice(NICENESS)


_threads = ThreadPoolExecutor(HASHES_AT_ONCE, "hash", initializer=_step_back)


class Passwords:
    """Argon2id with the parameters of the settings. Slow on purpose: no transaction may be open.

    Each hash is made in a turn of the queue: one's own, or the one that `turn` gives for several.
    """

    def __init__(self, settings: AccountSettings, wanted: Callable[[], bool] = lambda: True):
        self._hasher, self._wanted = PasswordHasher(settings.argon2_time_cost, settings.argon2_memory_kib), wanted

    def check_room(self) -> None:
        """Before anything else is done: in a rush most are turned away. Raises TooManyLogins."""
        with hashing.entered():
            pass

    @contextmanager
    def turn(self) -> Iterator["Hasher"]:
        """Raises TooManyLogins."""
        with hashing.turn(self._wanted):
            yield Hasher(self._hasher)

    def hash(self, password: str) -> str:
        """Raises TooManyLogins."""
        with self.turn() as hasher:
            return hasher.hash(password)

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(password_hash)


class Hasher:
    """Whoever has this has its turn."""

    def __init__(self, argon2: PasswordHasher):
        self._argon2 = argon2

    def hash(self, password: str) -> str:
        return _threads.submit(self._argon2.hash, password).result()

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether this is the password. None, for an account that is not there, takes as long and is always False."""
        verified = _threads.submit(self._argon2.verify, password_hash or self.nobodys(), password)
        try:
            return verified.result() and password_hash is not None
        except VerifyMismatchError:
            return False

    def nobodys(self) -> str:
        """The hash of no known password, with today's parameters."""
        argon2 = self._argon2
        salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (argon2.salt_len, argon2.hash_len))
        return f"$argon2id$v=19$m={argon2.memory_cost},t={argon2.time_cost},p={argon2.parallelism}${salt}${digest}"
