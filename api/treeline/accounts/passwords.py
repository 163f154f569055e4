"""Passwords: what a good one is, and how it is kept."""

from base64 import b64encode
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from treeline.settings import Settings

SHORTEST, LONGEST = 8, 128

# One hash takes much memory and a core for a while: a rush of logins must not starve everything else.
turns = BoundedSemaphore(2)


def check_rule(password: str) -> str:
    """The password itself, if it is good enough. Raises ValueError, which says what is asked for."""
    letter, digit = any(c.isalpha() for c in password), any(c.isdigit() for c in password)
    if not (SHORTEST <= len(password) <= LONGEST and letter and digit):
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters, among them a letter and a digit")
    return password


class Passwords:
    """Argon2id with the parameters of the settings. Slow on purpose: no transaction may be open."""

    def __init__(self, settings: Settings):
        self._hasher = PasswordHasher(settings.argon2_time_cost, settings.argon2_memory_kib)

    def hash(self, password: str) -> str:
        with turns:
            return self._hasher.hash(password)

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether this is the password. None, for an account that is not there, takes as long and is always False."""
        with turns:
            try:
                return self._hasher.verify(password_hash or self._nobodys(), password) and password_hash is not None
            except VerifyMismatchError:
                return False

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(password_hash)

    def _nobodys(self) -> str:
        """The hash of no known password, with today's parameters."""
        hasher = self._hasher
        salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len))
        return f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}"
