"""Tables are cut between their rows; each part has the header of the table over it."""

import re
from collections.abc import Iterator

from treeline.datasets.extraction.document import Block
from treeline.datasets.extraction.markdown import is_ruler
from treeline.datasets.splitting.breaks import Range, parts, trimmed
from treeline.datasets.splitting.cuts import BLOCK, Unit, segments
from treeline.datasets.splitting.lengths import UNITS, tokens
from treeline.datasets.splitting.source import Source, Span

_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br */?>", re.IGNORECASE)


def header_end(source: Source, block: Block) -> int:
    """Where the first row begins; where the table does, if it has no header."""
    known = source.header_ends.get(block.start)
    if known is None:
        known = source.header_ends[block.start] = _header_end(source.text, block)
    return known


def _header_end(text: str, block: Block) -> int:
    first = text.find("\n", block.start, block.end)
    if first < 0:
        return block.start
    second = text.find("\n", first + 1, block.end)
    ruler = text[first + 1 : second if second >= 0 else block.end]
    return (second + 1 if second >= 0 else block.end) if is_ruler(ruler) else block.start


def table_spans(source: Source, start: int, end: int, block: Block, most: int) -> Iterator[Span]:
    """Of a range that ends in the table and may begin before it: headings go with the first rows."""
    first_row = header_end(source, block)
    header, room = _header(source, block, first_row, most)
    rows = [Unit(*each, BLOCK) for each in _rows(source, start, min(max(start, first_row), end), end, room)]
    if len(rows) > 1 and rows[0].start < first_row <= rows[1].start and _fits(source, rows[0], rows[1], room):
        rows[:2] = [Unit(rows[0].start, rows[1].end, BLOCK)]
    for first, last in segments(source, rows, room):
        yield from trimmed(source, first, last, header if first >= first_row else "")


def _fits(source: Source, first: Unit, last: Unit, most: int) -> bool:
    return source.measure.units(first.start, last.end) <= most


def _header(source: Source, block: Block, rows: int, most: int) -> tuple[str, int]:
    """What is repeated, and the room that it leaves. One that takes more than half of it is not."""
    if not block.start < rows <= block.start + most or source.measure.units(block.start, rows) > most // 2:
        return "", most
    header = source.text[block.start : rows].rstrip("\n") + "\n"
    return header, most - tokens(header) * UNITS


def _rows(source: Source, start: int, first_row: int, end: int, most: int) -> Iterator[Range]:
    """What stands before the first row, then each row; what is too long is cut like a text."""
    if first_row > start:
        yield from parts(source, start, first_row, "table", most)
    while first_row < end:
        line = source.text.find("\n", first_row, end)
        row_end = line + 1 if line >= 0 else end
        yield from parts(source, first_row, row_end, "table", most)
        first_row = row_end


def cells(row: str) -> list[str]:
    row = row.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [_BREAK.sub("\n", cell.strip().replace("\\|", "|")) for cell in _BAR.split(row)]
