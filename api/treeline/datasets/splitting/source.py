"""The text that is being split, with what is asked of it again and again."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from treeline.datasets.splitting.cleaning import Cleaned
from treeline.datasets.splitting.lengths import Measure
from treeline.datasets.splitting.pieces import Child, Piece

MAX_TITLE = 200
_MARKS = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]*|[ \t]+#+[ \t]*$|\n[ \t]*(?:=+|-+)[ \t]*$")
_ANYTHING = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`; `prefix`: the header of the table that it is from the middle of."""

    start: int
    end: int
    prefix: str = ""


class Source:
    def __init__(self, cleaned: Cleaned):
        self.cleaned, self.text, self.blocks = cleaned, cleaned.text, cleaned.blocks
        self.measure = Measure(self.text)
        # Of the tables, by where these begin.
        self.header_ends = dict[int, int]()
        self._starts = [block.start for block in self.blocks]

    @cached_property
    def _paths(self) -> list[tuple[str, ...]]:
        """Of each block, the headings over it, and itself if it is one."""
        found, path = list[tuple[str, ...]](), list[tuple[int, str]]()
        current = tuple[str, ...]()
        for block in self.blocks:
            if block.kind == "heading":
                path = [each for each in path if each[0] < block.level]
                path.append((block.level, title(self.text[block.start : block.end])))
                current = tuple(name for _, name in path if name)
            found.append(current)
        return found

    def blocks_in(self, start: int, end: int) -> range:
        """The numbers of those that have a part of it."""
        first = max(0, bisect_right(self._starts, start) - 1)
        if self.blocks and self.blocks[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, end)))

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Without white space around it; the first line of code and of a list stays as far in as it is."""
        while end > start and self.text[end - 1].isspace():
            end -= 1
        first = _ANYTHING.search(self.text, start, end)
        if first is None:
            return start, start
        kept = first.start()
        inside = self.blocks_in(kept, kept + 1)
        if inside and self.blocks[inside[0]].kind in ("code", "list"):
            kept = max(start, self.text.rfind("\n", start, kept) + 1)
        return kept, end

    def piece(self, span: Span, children: tuple[Child, ...] = ()) -> Piece:
        blocks = self.blocks_in(span.start, span.end)
        pages = [page for page in (self.blocks[each].page for each in blocks) if page is not None]
        start, end = self.cleaned.source(span.start, span.end)
        return Piece(
            content=span.prefix + self.text[span.start : span.end],
            start=start,
            end=end,
            heading=self._paths[blocks[0]] if blocks else (),
            page_from=min(pages, default=None),
            page_to=max(pages, default=None),
            children=children,
        )

    def child(self, span: Span) -> Child:
        return Child(span.prefix + self.text[span.start : span.end], *self.cleaned.source(span.start, span.end))


def title(text: str) -> str:
    """Of a heading, without its marks."""
    return " ".join(_MARKS.sub("", text.strip()).split())[:MAX_TITLE].strip()
