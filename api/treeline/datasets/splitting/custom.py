"""Splitting at a separator; what is too long between two of them is cut further, with an overlap."""

from collections.abc import Iterator

from treeline.datasets.extraction.document import Block
from treeline.datasets.splitting.automatic import structured
from treeline.datasets.splitting.breaks import Range, packed, parts
from treeline.datasets.splitting.lengths import UNITS
from treeline.datasets.splitting.pieces import Cut
from treeline.datasets.splitting.source import Source, Span
from treeline.datasets.splitting.tables import header_end, table_spans


def spans(source: Source, start: int, end: int, cut: Cut) -> Iterator[Span]:
    """Of a range of the text."""
    if cut.separator is None:
        yield from structured(source, start, end, cut.max_tokens)
        return
    most, overlap = cut.max_tokens * UNITS, cut.overlap * UNITS
    for between in _separated(source, start, end, cut.separator, most):
        first, last = source.trimmed(*between)
        if first < last:
            yield from _fitted(source, first, last, most, overlap)


def _separated(source: Source, start: int, end: int, separator: str, most: int) -> Iterator[Range]:
    """Tables, and code and list items that fit, are not separated. A file of code alone is."""
    is_code = all(block.kind == "code" for block in source.blocks)
    first = at = start
    while (at := source.text.find(separator, at, end)) >= 0:
        if is_code or not _is_whole(source, at, at + len(separator), most):
            yield first, at
            first = at + len(separator)
        at += len(separator)
    yield first, end


def _is_whole(source: Source, start: int, end: int, most: int) -> bool:
    """Whether it is inside a block that stays whole."""
    numbers = source.blocks_in(start, end)
    if len(numbers) != 1:
        return False
    block = source.blocks[numbers[0]]
    if block.kind not in ("code", "table", "list") or start < block.start or block.end < end:
        return False
    return block.kind == "table" or source.measure.units(block.start, block.end) <= most


def _fitted(source: Source, start: int, end: int, most: int, overlap: int) -> Iterator[Span]:
    tables = [
        block for block in (source.blocks[number] for number in source.blocks_in(start, end)) if block.kind == "table"
    ]
    fits = source.measure.units(start, end) <= most
    # The part of a table that begins inside it needs the header.
    if fits and not (tables and tables[0].start < start and header_end(source, tables[0]) <= start):
        yield Span(start, end)
        return
    at = start
    for table in tables:
        if table.start > at:
            yield from packed(source, _ranges(source, at, table.start, most - overlap), most, overlap)
        at = min(end, table.end)
        yield from table_spans(source, max(start, table.start), at, table, most)
    yield from packed(source, _ranges(source, at, end, most - overlap), most, overlap)


def _ranges(source: Source, start: int, end: int, most: int) -> Iterator[Range]:
    """Block by block: each whole where it fits, with the white space before it."""
    at = start
    for number in source.blocks_in(start, end):
        block: Block = source.blocks[number]
        last = min(end, block.end)
        yield from parts(source, at, last, block.kind, most)
        at = last
    if at < end:
        yield from parts(source, at, end, "paragraph", most)
