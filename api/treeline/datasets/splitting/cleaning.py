"""Pre-processing, which knows where each character of its result was before."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from treeline.datasets.extraction.document import Block, Extracted

_SPACE = "\t\f\x20\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]{{2,}}")
# The spaces at the beginning of a line of a list say what is in what.
_SPACES_WITHIN = re.compile(f"(?<=[^\n{_SPACE}])[{_SPACE}]{{2,}}")
_LINES = re.compile(f"\n(?:[{_SPACE}]*\n){{2,}}")
# A character that a URL has; what is Chinese or Japanese is the sentence around it.
_URL = "[^\\s<>\"'`|(){}\\[\\]\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]"
_ADDRESSES = re.compile(
    rf"(?<=\])\(\s{{0,4}}https?://{_URL}{{1,2000}}(?:\s[^()\n]{{0,200}})?\)"
    rf"| ?<?https?://{_URL}+>?"
    r"| ?(?<![\w.+-])[\w.+-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63})+"
)


@dataclass
class EditMap:
    """The parts that stayed: what begins at `here[i]` began at `there[i]`."""

    here: list[int] = field(default_factory=list[int])
    there: list[int] = field(default_factory=list[int])

    def place(self, place: int) -> int:
        """Where a character was that stayed."""
        part = max(0, bisect_right(self.here, place) - 1)
        return self.there[part] + place - self.here[part]


@dataclass(frozen=True)
class Cleaned:
    """`places`: of its characters in the extracted text; None where they are the same."""

    text: str
    blocks: tuple[Block, ...]
    places: EditMap | None = None

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The range of the extracted text that a range is from whose first and last characters stayed."""
        if self.places is None:
            return start, end
        return self.places.place(start), self.places.place(end - 1) + 1


def cleaned(extracted: Extracted, *, spaces: bool, addresses: bool) -> Cleaned:
    """Code keeps its spaces."""
    text = extracted.text
    blocks = extracted.blocks or ((Block("paragraph", 0, len(text)),) if text else ())
    if not spaces and not addresses:
        return Cleaned(text, blocks)
    work, done, at = _Work(text), list[Block](), 0
    for block in blocks:
        work.copy(at, block.start, _gaps(spaces))
        start = work.size
        work.copy(block.start, block.end, _patterns(block, spaces, addresses))
        done.append(replace(block, start=start, end=work.size))
        at = block.end
    work.copy(at, len(text), _gaps(spaces))
    return Cleaned("".join(work.parts), tuple(each for each in done if each.end > each.start), work.places)


def _gaps(spaces: bool) -> list[tuple[re.Pattern[str], str]]:
    return [(_LINES, "\n\n")] if spaces else []


def _patterns(block: Block, spaces: bool, addresses: bool) -> list[tuple[re.Pattern[str], str]]:
    found = [(_ADDRESSES, "")] if addresses else []
    if spaces and block.kind != "code":
        found += [(_LINES, "\n\n"), (_SPACES_WITHIN if block.kind == "list" else _SPACES, " ")]
    return found


@dataclass
class _Work:
    text: str
    parts: list[str] = field(default_factory=list[str])
    places: EditMap = field(default_factory=EditMap)
    size: int = 0

    def copy(self, start: int, end: int, patterns: list[tuple[re.Pattern[str], str]]) -> None:
        """With what matches the first pattern replaced, then, in what is left, the second and so on."""
        for first, last, instead in _edited(self.text, start, end, patterns):
            if instead is None and last > first:
                self.places.here.append(self.size)
                self.places.there.append(first)
            self._put(self.text[first:last] if instead is None else instead)

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.size += len(text)


def _edited(
    text: str, start: int, end: int, patterns: list[tuple[re.Pattern[str], str]]
) -> Iterator[tuple[int, int, str | None]]:
    """The ranges in their order; with None what stays, else what stands in its place."""
    if not patterns:
        yield start, end, None
        return
    (pattern, instead), *others = patterns
    at = start
    for found in pattern.finditer(text, start, end):
        yield from _edited(text, at, found.start(), others)
        yield found.start(), found.end(), instead
        at = found.end()
    yield from _edited(text, at, end, others)
