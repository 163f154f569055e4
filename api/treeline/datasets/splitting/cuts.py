"""Where a run of units that is too long for one segment is cut: at the best rank, then where the text itself says.

Were it filled up segment by segment, a paragraph that grows would move every cut after it, and all that is behind it
would be embedded again. A cut that is chosen by the text behind it stays, so that only its own segment changes.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from treeline.datasets.splitting.source import Source

# Of a section, the level of its heading; the others in the order in which they are rather cut.
BLOCK, PART = 7, 8
# How much of a unit its place in the order of cuts is made of, in characters.
_KEY = 64
# In which part of a run cuts are looked for first.
_FROM, _TO = 0.25, 0.75


class Unit(NamedTuple):
    """`rank`: of a cut before it, the smaller the better."""

    start: int
    end: int
    rank: int


def segments(source: Source, units: Sequence[Unit], most: int) -> Iterator[tuple[int, int]]:
    """The ranges, each of as many of the units as one may have."""
    if not units:
        return
    keys = list[int]()
    open_runs = [(0, len(units))]
    while open_runs:
        first, last = open_runs.pop()
        start, end = units[first].start, units[last - 1].end
        if last - first == 1 or source.measure.units(start, end) <= most:
            yield start, end
            continue
        keys = keys or [_key(source.text, unit) for unit in units]
        cut = _cut(units, keys, first, last)
        open_runs += ((cut, last), (first, cut))


def _key(text: str, unit: Unit) -> int:
    return crc32(text[unit.start : min(unit.end, unit.start + _KEY)].encode())


def _cut(units: Sequence[Unit], keys: Sequence[int], first: int, last: int) -> int:
    start, size = units[first].start, units[last - 1].end - units[first].start
    low, high, middle = start + _FROM * size, start + _TO * size, start + size / 2
    rank = min(units[number].rank for number in range(first + 1, last))
    able = [number for number in range(first + 1, last) if units[number].rank == rank]
    inside = [number for number in able if low <= units[number].start <= high]
    if inside:
        return min(inside, key=lambda number: (keys[number], abs(units[number].start - middle)))
    return min(able, key=lambda number: abs(units[number].start - middle))
