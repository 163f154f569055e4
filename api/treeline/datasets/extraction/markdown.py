"""Where the blocks of a text are: line by line, in one pass, with nothing changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from treeline.datasets.extraction.document import Block, BlockKind

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_FENCE = re.compile(r"[ \t]*(?:[-*+>][ \t]+)?(`{3,}|~{3,})(?P<info>[^\n]*)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_RULER = re.compile(r"[|:\- \t]+")
_CELL = re.compile(r":?-+:?")
# By their suffixes. Whatever else a text is called, it is taken for Markdown: titles of texts have dots as well.
_PROGRAMS = "bash bat c cc clj cpp cs dart erl ex exs fish go gradle groovy h hpp hs java js jsx kt kts lua m mjs cjs"
_MORE_PROGRAMS = "php pl pm ps1 py pyi r rb rs scala sh sql svelte swift ts tsx vue zsh cmake"
_DATA = "cfg conf css diff graphql ini json jsonl less log ndjson patch proto scss svg tf toml xml yaml yml"
CODE = frozenset(f"{_PROGRAMS} {_MORE_PROGRAMS} {_DATA}".split())
# How many lines of front matter there may be.
_FRONT = 200


def blocks_of(text: str, kind: str) -> tuple[Block, ...]:
    """Of a text file with such a suffix."""
    return code_blocks(text) if kind in CODE else markdown_blocks(text)


def code_blocks(text: str) -> tuple[Block, ...]:
    """What stands between blank lines, with all that is indented under it: a function, a class, a section."""
    found, start, end, blank = list[Block](), -1, 0, False
    for at, line in _lines(text):
        if not line.strip():
            blank = True
            continue
        if start >= 0 and blank and not line[0].isspace():
            found.append(Block("code", start, end))
            start = -1
        start, end, blank = (at if start < 0 else start), at + len(line), False
    return (*found, Block("code", start, end)) if start >= 0 else tuple(found)


def markdown_blocks(text: str) -> tuple[Block, ...]:
    scan = _Scan()
    lines = list(_lines(text))
    first = _front_matter(lines)
    if first:
        scan.blocks.append(Block("code", 0, lines[first - 1][0] + len(lines[first - 1][1])))
    for number in range(first, len(lines)):
        at, line = lines[number]
        scan.take(at, line, lines[number + 1][1] if number + 1 < len(lines) else "")
    scan.close()
    return tuple(scan.blocks)


def is_ruler(line: str) -> bool:
    """The line under the header of a table."""
    line = line.strip()
    if "-" not in line or "|" not in line or not _RULER.fullmatch(line):
        return False
    return all(_CELL.fullmatch(cell.strip()) for cell in line.strip("|").split("|"))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each with its place, and without its end."""
    for found in _LINE.finditer(text):
        yield found.start(), found[0].removesuffix("\n")


def _front_matter(lines: list[tuple[int, str]]) -> int:
    """How many lines it has."""
    if lines and lines[0][1].rstrip() == "---":
        for number, (_, line) in enumerate(lines[1:_FRONT], 2):
            if line.rstrip() in ("---", "..."):
                return number
    return 0


@dataclass
class _Scan:
    """`kind`: of the block that is open, from `start` to `end` as yet."""

    blocks: list[Block] = field(default_factory=list[Block])
    kind: BlockKind | None = None
    start: int = 0
    end: int = 0
    lines: int = 0
    # In an open fence: its marks. `indent`: of the marker of an open list item. `blank`: the line before was.
    fence: str = ""
    indent: int = 0
    blank: bool = False

    def take(self, at: int, line: str, following: str) -> None:
        if self.fence:
            self._in_fence(at, line)
        elif not line.strip():
            self.blank = True
            if self.kind != "list":
                self.close()
        else:
            self._filled(at, line, following)
            self.blank = False

    def _filled(self, at: int, line: str, following: str) -> None:
        if self.kind == "list" and self._continues_item(line):
            self._grow(at, line)
            self.fence = _fence(line)
        elif heading := _HEADING.match(line):
            self._whole("heading", at, line, len(heading[1]))
        elif fence := _fence(line):
            self._open("list" if _ITEM.match(line) else "code", at, line)
            self.fence = fence
        elif self._underlines(line):
            self._underlined(at, line)
        elif _is_rule(line):
            self._whole("paragraph", at, line)
        elif item := _ITEM.match(line):
            self._open("list", at, line)
            self.indent = len(item[1].expandtabs(4))
        elif self.kind == "table" and "|" in line:
            self._grow(at, line)
        elif "|" in line and is_ruler(following):
            self._open("table", at, line)
        elif self.kind == "paragraph":
            self._grow(at, line)
        else:
            self._open("paragraph", at, line)

    def _in_fence(self, at: int, line: str) -> None:
        self._grow(at, line)
        mark = line.strip()
        if len(mark) >= len(self.fence) and mark == self.fence[0] * len(mark):
            self.fence = ""
            if self.kind == "code":
                self.close()

    def _continues_item(self, line: str) -> bool:
        """Further in than its marker; or the next line of its text."""
        inside = len(line) - len(line.lstrip())
        deeper = len(line[:inside].expandtabs(4)) >= self.indent + 2
        starts_other = _ITEM.match(line) or _HEADING.match(line) or _fence(line) or _is_rule(line)
        return deeper or (not self.blank and not starts_other)

    def _underlines(self, line: str) -> bool:
        mark = line.strip()
        return self.kind == "paragraph" and self.lines == 1 and mark[0] in "=-" and mark == mark[0] * len(mark)

    def _underlined(self, at: int, line: str) -> None:
        self._grow(at, line)
        self.blocks.append(Block("heading", self.start, self.end, 1 if line.strip()[0] == "=" else 2))
        self.kind = None

    def _whole(self, kind: BlockKind, at: int, line: str, level: int = 0) -> None:
        self.close()
        self.blocks.append(Block(kind, at, at + len(line), level))

    def _open(self, kind: BlockKind, at: int, line: str) -> None:
        self.close()
        self.kind, self.start, self.lines = kind, at, 0
        self._grow(at, line)

    def _grow(self, at: int, line: str) -> None:
        if line.strip() or self.fence:
            self.end, self.lines = at + len(line), self.lines + 1

    def close(self) -> None:
        if self.kind is not None:
            self.blocks.append(Block(self.kind, self.start, self.end))
        self.kind, self.fence = None, ""


def _fence(line: str) -> str:
    """The marks that open one; "" if it opens none. What has marks in the line again is code within the line."""
    found = _FENCE.match(line)
    return "" if found is None or (found[1][0] == "`" and "`" in found["info"]) else found[1]


def _is_rule(line: str) -> bool:
    mark = line.replace(" ", "").replace("\t", "")
    return len(mark) >= 3 and mark[0] in "-*_" and mark == mark[0] * len(mark)
