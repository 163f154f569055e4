"""Splitting along the structure of a text: sections, then blocks; only what is too long alone is cut inside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from treeline.datasets.extraction.document import Block
from treeline.datasets.splitting.breaks import packed, parts, trimmed
from treeline.datasets.splitting.lengths import UNITS, tokens
from treeline.datasets.splitting.source import Source, Span
from treeline.datasets.splitting.tables import table_spans


@dataclass(frozen=True, slots=True)
class _Group:
    """A block with the headings over it. `level`: of their first; `section_end`: where the next heading begins."""

    start: int
    end: int
    block: Block
    level: int
    section_end: int


def structured(source: Source, start: int, end: int, max_tokens: int) -> Iterator[Span]:
    """The spans of a range of the text, with nothing but white space between them."""
    most, current, level = max_tokens * UNITS, None, 0
    for group in _groups(source, start, end):
        if current is not None and _goes_on(source, current, level, group, most):
            current = replace(current, end=group.end)
            continue
        spans = _spans(source, group, most)
        if not spans:
            continue
        if current is not None:
            yield from trimmed(source, current.start, current.end, current.prefix)
        yield from spans[:-1]
        current, level = spans[-1], group.level or level
    if current is not None:
        yield from trimmed(source, current.start, current.end, current.prefix)


def _goes_on(source: Source, span: Span, level: int, group: _Group, most: int) -> bool:
    """A section is rather a span of its own than in two; a chapter always begins one; short sections share one."""
    prefix, units = tokens(span.prefix) * UNITS, source.measure.units
    end = group.section_end if group.level else group.end
    if prefix + units(span.start, end) > most:
        return False
    is_chapter = 0 < group.level < level
    is_filled = group.level > 0 and prefix + units(span.start, span.end) >= most // 2
    return not is_chapter and not is_filled


def _groups(source: Source, start: int, end: int) -> Iterator[_Group]:
    """Headings stand with what follows them, be it a heading that is further in."""
    numbers = source.blocks_in(start, end)
    first, level = -1, 0
    for number in numbers:
        block = source.blocks[number]
        if first < 0:
            first, level = max(start, block.start), block.level
        following = source.blocks[number + 1] if number + 1 < numbers.stop else None
        if block.kind == "heading" and following and (following.kind != "heading" or following.level > block.level):
            continue
        yield _Group(first, min(end, block.end), block, level, min(end, source.section_ends[number]))
        first = -1


def _spans(source: Source, group: _Group, most: int) -> list[Span]:
    if group.block.kind == "table":
        return list(table_spans(source, group.start, group.end, group.block, most))
    if source.measure.units(group.start, group.end) <= most:
        return list(trimmed(source, group.start, group.end))
    return list(packed(source, parts(source, group.start, group.end, group.block.kind, most), most))
