"""Splitting along the structure of a text: sections, then blocks; only what is too long alone is cut inside."""

from collections.abc import Iterator

from treeline.datasets.extraction.document import Block
from treeline.datasets.splitting.breaks import atoms, trimmed
from treeline.datasets.splitting.cuts import BLOCK, PART, Unit, segments
from treeline.datasets.splitting.lengths import UNITS
from treeline.datasets.splitting.source import Source, Span
from treeline.datasets.splitting.tables import table_spans


def structured(source: Source, start: int, end: int, max_tokens: int) -> Iterator[Span]:
    """The spans of a range of the text, with nothing but white space between them."""
    most, run = max_tokens * UNITS, list[Unit]()
    for unit, block in _groups(source, start, end):
        if block.kind == "table" and _needs_header(source, unit, block, most):
            yield from _spans(source, run, most)
            yield from table_spans(source, unit.start, unit.end, block, most)
            run = []
        elif source.measure.units(unit.start, unit.end) <= most:
            run.append(unit)
        else:
            ranges = atoms(source, unit.start, unit.end, block.kind, most)
            run += [Unit(*each, unit.rank if each[0] == unit.start else PART) for each in ranges]
    yield from _spans(source, run, most)


def _needs_header(source: Source, unit: Unit, block: Block, most: int) -> bool:
    """Whether it is too long, or from the middle of a table."""
    return unit.start > block.start or source.measure.units(unit.start, unit.end) > most


def _spans(source: Source, run: list[Unit], most: int) -> Iterator[Span]:
    for start, end in segments(source, run, most):
        yield from trimmed(source, start, end)


def _groups(source: Source, start: int, end: int) -> Iterator[tuple[Unit, Block]]:
    """Headings stand with what follows them, be it a heading that is further in."""
    numbers = source.blocks_in(start, end)
    first, rank = -1, BLOCK
    for number in numbers:
        block = source.blocks[number]
        if first < 0:
            first, rank = max(start, block.start), block.level or BLOCK
        following = source.blocks[number + 1] if number + 1 < numbers.stop else None
        if block.kind == "heading" and following and (following.kind != "heading" or following.level > block.level):
            continue
        yield Unit(first, min(end, block.end), rank), block
        first = -1
