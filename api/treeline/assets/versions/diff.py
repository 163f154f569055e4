"""The differences between two trees: two lists in, one diff out, without any I/O."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from treeline.files.service import EMPTY_SHA256

SHOWN = 1000


class Item(NamedTuple):
    """A node by its place. `sha256` is None for folders, and for files that have no content yet."""

    path: str
    node_type: str
    node_id: str
    sha256: str | None


class MovedItem(NamedTuple):
    old: Item
    new: Item


Entry = TypeVar("Entry", Item, MovedItem)


@dataclass
class Some(Generic[Entry]):
    """The first of a list, in the order of their paths, and how many there are."""

    shown: list[Entry] = field(default_factory=list)
    total: int = 0

    @classmethod
    def of(cls, entries: Iterable[Entry], most: int = SHOWN) -> "Some[Entry]":
        ordered = sorted(entries)
        return cls(ordered[:most], len(ordered))


@dataclass
class Diff:
    """`changed`: files whose bytes are others, by where they are now. A moved folder stands for what moved with it."""

    added: Some[Item]
    removed: Some[Item]
    changed: Some[Item]
    moved: Some[MovedItem]


NOTHING = Diff(Some(), Some(), Some(), Some())


def compare(old: Iterable[Item], new: Iterable[Item]) -> Diff:
    """From `old` to `new`: what has the same path is the same; of the rest, what is known again has moved."""
    before, after = {item.path: item for item in old}, {item.path: item for item in new}
    gone = [item for path, item in before.items() if not _same_place(item, after.get(path))]
    arrived = [item for path, item in after.items() if not _same_place(item, before.get(path))]
    came = {item.path for item in arrived}
    changed = [item for path, item in after.items() if path not in came and item.sha256 != before[path].sha256]
    moved = _by_id(gone, arrived)
    changed += [move.new for move in moved if move.old.sha256 != move.new.sha256]
    moved += _by_bytes(*_without(gone, arrived, moved))
    gone, arrived = _without(gone, arrived, moved)
    return Diff(Some.of(arrived), Some.of(gone), Some.of(changed), Some.of(_outermost(moved)))


def _same_place(item: Item, other: Item | None) -> bool:
    """Whether the other, at its path, is of its kind."""
    return other is not None and other.node_type == item.node_type


def _by_id(gone: list[Item], arrived: list[Item]) -> list[MovedItem]:
    here = {(item.node_id, item.node_type): item for item in gone}
    return [MovedItem(here[key], item) for item in arrived if (key := (item.node_id, item.node_type)) in here]


def _by_bytes(gone: list[Item], arrived: list[Item]) -> list[MovedItem]:
    """Files that a push has made anew elsewhere, where there is no doubt: of one content one went and one came."""
    left, came = _by_hash(gone), _by_hash(arrived)
    return [MovedItem(left[sha256], item) for sha256, item in came.items() if sha256 in left]


def _by_hash(items: list[Item]) -> dict[str, Item]:
    """Files whose bytes no other of the list has. Empty files are all alike, and say nothing."""
    times = Counter(item.sha256 for item in items)
    return {item.sha256: item for item in items if item.sha256 not in (None, EMPTY_SHA256) and times[item.sha256] == 1}


def _without(gone: list[Item], arrived: list[Item], moved: list[MovedItem]) -> tuple[list[Item], list[Item]]:
    old, new = {move.old.path for move in moved}, {move.new.path for move in moved}
    return [item for item in gone if item.path not in old], [item for item in arrived if item.path not in new]


def _outermost(moved: list[MovedItem]) -> list[MovedItem]:
    """Without those that only went along: under the same name, in a folder that moved the same way."""
    ways = {(move.old.path, move.new.path) for move in moved}

    def went_along(move: MovedItem) -> bool:
        (old, _, was), (new, _, name) = move.old.path.rpartition("/"), move.new.path.rpartition("/")
        return was == name and (old, new) in ways

    return [move for move in moved if not went_along(move)]
