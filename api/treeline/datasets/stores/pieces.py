from collections.abc import Iterator, Sequence
from typing import TypeVar

Each = TypeVar("Each")


def pieces(all_: Sequence[Each], size: int) -> Iterator[list[Each]]:
    """What is sent in several requests."""
    for start in range(0, len(all_), size):
        yield list(all_[start : start + size])
