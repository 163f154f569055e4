"""A pause after too many wrong guesses in a row."""

import hmac
from typing import Any, cast

import redis

from treeline.accounts.errors import TooManyFailures
from treeline.kernel.crypto import derived_key
from treeline.settings import Settings

# The guess is counted before it is judged, so that parallel ones cannot slip through. The pause is counted from the
# last guess that was admitted: whoever goes on trying does not prolong it.
_ADMIT = """
local guesses = tonumber(redis.call('GET', KEYS[1]) or '0')
if guesses >= tonumber(ARGV[1]) then
    return math.max(redis.call('PTTL', KEYS[1]), 1)
end
redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 0
"""


class Lockout:
    """Counts wrong guesses by what is guessed and from where."""

    def __init__(self, client: redis.Redis, settings: Settings):
        self._redis = client
        self._most, self._seconds = settings.login_max_failures, settings.login_lockout_duration
        self._key = derived_key(settings.secret_key or "", "lockout")

    def admit(self, *guessed: str) -> None:
        """Count one guess. Raises TooManyFailures during the pause."""
        milliseconds = cast(Any, self._redis.eval(_ADMIT, 1, self._name(guessed), self._most, self._seconds))
        if milliseconds:
            wait = -(-int(milliseconds) // 1000)
            message = f"Too many failures in a row: try again in {wait} seconds."
            raise TooManyFailures(message, headers={"Retry-After": str(wait)})

    def clear(self, *guessed: str) -> None:
        """The guess was right."""
        self._redis.delete(self._name(guessed))

    def _name(self, guessed: tuple[str, ...]) -> str:
        # Hashed with a key, so that nobody reads addresses out of Redis.
        return "failures:" + hmac.digest(self._key, "\0".join(guessed).encode(), "sha256").hex()
