"""Where a block that is too long may be cut: at the best places that leave parts short enough, else anywhere."""

import re
from collections.abc import Iterator, Sequence

from treeline.datasets.extraction.document import BlockKind
from treeline.datasets.splitting.source import Source, Span

# Each is looked for in the parts that those before it left too long. A part ends behind what matches.
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"')\]”’]{0,3}\s+|(?<=[。！？；…])[”’」』）\"']{0,3}\s*")
_CLAUSE = re.compile(r"(?<=[,;:])\s+|(?<=[，、；：])")
_WORD = re.compile(r"\s+")
_PROSE = (_BLANK, _SENTENCE, _LINE, _CLAUSE, _WORD)
_LINES = (_BLANK, _LINE, _SENTENCE, _CLAUSE, _WORD)
BREAKS: dict[BlockKind, Sequence[re.Pattern[str]]] = {
    "heading": _PROSE,
    "paragraph": _PROSE,
    "list": _LINES,
    "table": _LINES,
    "code": _LINES,
}
Range = tuple[int, int]


def parts(source: Source, start: int, end: int, kind: BlockKind, most: int) -> Iterator[Range]:
    """One after another without a gap, each as long as it can be of at most so many units."""
    yield from _cut(source, start, end, BREAKS[kind], most, fill=True)


def atoms(source: Source, start: int, end: int, kind: BlockKind, most: int) -> Iterator[Range]:
    """Likewise, but each as short as the best break that is needed makes it: a sentence rather than several."""
    yield from _cut(source, start, end, BREAKS[kind], most, fill=False)


def _cut(
    source: Source, start: int, end: int, breaks: Sequence[re.Pattern[str]], most: int, *, fill: bool
) -> Iterator[Range]:
    units = source.measure.units
    if units(start, end) <= most:
        yield start, end
        return
    if not breaks:
        yield from _anywhere(source, start, end, most)
        return
    # Words alone are too short for everybody.
    fill = fill or breaks[0] is _WORD
    at = start
    for last in _ends(source.text, start, end, breaks[0]):
        if fill and units(start, last) <= most:
            at = last
            continue
        if at > start:
            yield start, at
            start = at
        if units(start, last) > most:
            yield from _cut(source, start, last, breaks[1:], most, fill=fill)
            start = last
        at = last
    if start < end:
        yield start, end


def _anywhere(source: Source, start: int, end: int, most: int) -> Iterator[Range]:
    while start < end:
        cut = source.measure.reach(start, end, most)
        yield start, cut
        start = cut


def _ends(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[int]:
    last = start
    for found in pattern.finditer(text, start, end):
        if last < found.end() < end:
            last = found.end()
            yield last
    yield end


def packed(source: Source, ranges: Iterator[Range], most: int, overlap: int = 0) -> Iterator[Span]:
    """As few spans as they fill, each trimmed; each begins with the end of the one before it.

    A range has at most `most - overlap` units.
    """
    units = source.measure.units
    first = last = -1
    for start, end in ranges:
        if first >= 0 and units(first, end) <= most:
            last = end
            continue
        if first >= 0:
            yield from trimmed(source, first, last)
            first = _earlier(source, first, start, overlap)
        else:
            first = start
        last = end
    if first >= 0:
        yield from trimmed(source, first, last)


def trimmed(source: Source, start: int, end: int, prefix: str = "") -> Iterator[Span]:
    """None of white space alone."""
    start, end = source.trimmed(start, end)
    if end > start:
        yield Span(start, end, prefix)


def _earlier(source: Source, first: int, start: int, overlap: int) -> int:
    """Where the span from `start` begins if it repeats so many units: with a word, if one begins there."""
    if overlap <= 0:
        return start
    place = source.measure.reach_back(first + 1, start, overlap)
    word = _WORD.search(source.text, max(first, place - 1), start)
    return word.end() if word is not None and word.end() < start else place
