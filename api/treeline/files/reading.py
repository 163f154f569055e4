"""While a backup reads, no object is removed: rows that it has read may name it, and the rows may be gone by now."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from redis.exceptions import RedisError

from treeline.kernel import current

KEY = "files:kept_for_backup"
# A backup that was killed keeps nothing for longer.
LASTS, EVERY = 600, 30


def is_kept() -> bool:
    """Asked after it was decided what goes: what a backup sees that begins later does not name that any more.

    Also if Redis does not answer: what is not removed now is removed another time.
    """
    try:
        return bool(current.redis().exists(KEY))
    except RedisError:
        return True


@contextmanager
def kept_objects() -> Iterator[Callable[[], None]]:
    """Until its end nothing is removed. Gives what is to be called at least every few minutes. Raises RedisError."""
    own, said = f"{KEY}:{uuid4()}", 0.0

    def renew() -> None:
        nonlocal said
        if time.monotonic() - said > EVERY:
            said = time.monotonic()
            current.redis().set(KEY, own, ex=LASTS)

    said -= EVERY + time.monotonic()
    renew()
    try:
        yield renew
    finally:
        # Of two at once, the other one's.
        if current.redis().get(KEY) == own.encode():
            current.redis().delete(KEY)
