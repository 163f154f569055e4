"""UUIDv7 (RFC 9562), generated here so that no RETURNING is needed; ordered by time, which suits indexes."""

import os
import time
from collections.abc import Iterator
from itertools import count
from uuid import UUID


def new_id() -> UUID:
    return UUID(next(new_ids()))


def new_ids() -> Iterator[str]:
    """Ids for one batch, ascending: one time and 26 random bits in front, then a counter from a random 47-bit start."""
    random = int.from_bytes(os.urandom(10))
    milliseconds = f"{time.time_ns() // 1_000_000:012x}"
    third, fourth = 0x7000 | random >> 68, 0x8000 | random >> 54 & 0x3FFF
    return ids_from(f"{milliseconds[:8]}-{milliseconds[8:]}-{third:04x}-{fourth:04x}-{random & (1 << 47) - 1:012x}")


def ids_from(first: str) -> Iterator[str]:
    """The ids of a batch once more: the first, and those that followed it."""
    prefix, _, number = first.rpartition("-")
    return (f"{prefix}-{each:012x}" for each in count(int(number, 16)))
