"""What a sync changes: what a source has, compared with its documents, without any I/O."""

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID


class Item(NamedTuple):
    """A file of a source."""

    sha256: str
    size: int


class Standing(NamedTuple):
    """A document of a source. `frozen`: it is archived, so no sync touches it."""

    id: UUID
    key: str
    sha256: str | None
    frozen: bool = False


class Move(NamedTuple):
    document_id: UUID
    before: str
    after: str


@dataclass
class Plan:
    """By keys, which are paths or URLs. `removed`: what the source has no more; `kept`: and that stays nevertheless."""

    total: int = 0
    added: list[str] = field(default_factory=list)
    changed: dict[str, UUID] = field(default_factory=dict)
    moved: list[Move] = field(default_factory=list)
    removed: dict[str, UUID] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changes(self) -> bool:
        return bool(self.added or self.changed or self.moved or self.removed)

    @property
    def wanted(self) -> list[str]:
        """Whose bytes it takes."""
        return [*self.added, *self.changed]

    @property
    def loses_most(self) -> bool:
        """More than half of the documents would be deleted: that is rather a mistake than a change."""
        return 2 * len(self.removed) > self.total


def compare(wanted: Mapping[str, Item], standing: Collection[Standing], *, delete: bool) -> Plan:
    """`delete`: what the source has no more is removed, else it is kept. A file with the bytes of one that is gone, and
    of the same kind by its name, was moved."""
    plan = Plan(total=len(standing))
    keys = {each.key for each in standing}
    gone = [each for each in standing if each.key not in wanted and not each.frozen]
    new = sorted(key for key in wanted if key not in keys)
    for each in standing:
        item = wanted.get(each.key)
        if item is not None and item.sha256 != each.sha256 and not each.frozen:
            plan.changed[each.key] = each.id
        elif item is not None:
            plan.unchanged += 1
    plan.moved = _moves(wanted, new, gone)
    arrived = {move.after for move in plan.moved}
    left = {move.document_id for move in plan.moved}
    plan.added = [key for key in new if key not in arrived]
    for each in sorted(gone, key=lambda one: one.key):
        if each.id in left:
            continue
        if delete:
            plan.removed[each.key] = each.id
        else:
            plan.kept.append(each.key)
    return plan


def _moves(wanted: Mapping[str, Item], new: Iterable[str], gone: Iterable[Standing]) -> list[Move]:
    """As many as there can be; a name that stayed is a better sign than none."""
    by_bytes: defaultdict[tuple[str, str], list[Standing]] = defaultdict(list)
    for each in sorted(gone, key=lambda one: one.key, reverse=True):
        if each.sha256 is not None:
            by_bytes[each.sha256, _kind(each.key)].append(each)
    moves = list[Move]()
    rest = list[str]()
    for key in new:
        there = by_bytes.get((wanted[key].sha256, _kind(key)), [])
        same = next((each for each in reversed(there) if _name(each.key) == _name(key)), None)
        if same is None:
            rest.append(key)
        else:
            there.remove(same)
            moves.append(Move(same.id, same.key, key))
    for key in rest:
        if there := by_bytes.get((wanted[key].sha256, _kind(key))):
            each = there.pop()
            moves.append(Move(each.id, each.key, key))
    return moves


def _name(key: str) -> str:
    return posixpath.basename(key)


def _kind(key: str) -> str:
    return posixpath.splitext(key)[1].lower()
