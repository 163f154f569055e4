"""What a source has, at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.unreadable import unreadable
from treeline.kernel.validation import Problem

MAX_PROBLEMS = 100


@dataclass
class Listing:
    """`files` by their keys; `problems` name the first of what is passed over, `skipped` counts it."""

    files: dict[str, Item] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    skipped: int = 0

    def add(self, key: str, item: Item) -> None:
        reason = unreadable(key, item.size)
        if reason is None:
            self.files[key] = item
        else:
            self.skip(key, reason)

    def skip(self, key: str, reason: Problem) -> None:
        self.skipped += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append({"path": key, "code": reason.code, "message": reason.message})


class Bytes(Protocol):
    """Where the bytes of a listing are read. No transaction may be open."""

    def read(self, key: str, item: Item) -> Iterator[bytes]: ...
