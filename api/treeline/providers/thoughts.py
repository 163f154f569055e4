"""Separates thoughts that a model writes between tags from its answer.

A thought begins with a tag at the beginning of a line, and ends with the next closing tag or with the text. A tag
within a line may be what the model writes about, so it counts only if it is closed. Tags in code and in quotes don't
count. A closing tag without an opening one ends a thought that the server's template opened: all text before it.
"""

import re
from collections.abc import Iterator

from treeline.providers.port import TextDelta, TextReplaced, ThoughtDelta

_NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "seed:think")
# As Magistral and Kimi write them.
_OTHERS = ("[THINK]", "[/THINK]", "◁think▷", "◁/think▷")
_TAG = re.compile(
    rf"<\s*(?P<closes>/?)\s*(?:{'|'.join(_NAMES)})(?:\s[^<>]*)?(?P<alone>/?)\s*>"
    rf"|(?-i:{'|'.join(map(re.escape, _OTHERS))})",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[<\[◁]")
_QUOTES = dict(zip("\"'`“„‘«「『(", "\"'`”“’»」』)", strict=True))
_BEGUN = re.compile(r"<\s*/?\s*([a-z:]*)(\s[^<>]*|\s*/\s*)?", re.IGNORECASE)
# Attributes and all.
_LONGEST_TAG = 256
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)
# As much of a line as says whether it is a fence.
_LINE_HEAD = 200

Piece = TextDelta | ThoughtDelta | TextReplaced


class Thoughts:
    """Text in, in pieces cut anywhere; answer and thoughts out, however it was cut."""

    def __init__(self) -> None:
        self.answer: list[str] = []
        # What was not told apart yet, from this place on.
        self._pending, self._at = "", 0
        self._thinking = False
        # Whether any thought has been seen, and tags that were opened within one.
        self._seen, self._inner = False, 0
        # Space that belongs to the answer only if nothing but text follows; what was said since the last thought.
        self._space = ""
        self._since = 0
        # Where in the answer a tag stands that counts if it is closed.
        self._open: int | None = None
        self._line, self._ticks = "", 0
        self._fence = ""
        # What stands before the text at hand; whether the last thought ended with a tag that it may have quoted.
        self._before, self._doubt = "", False

    def elsewhere(self) -> None:
        """The provider tells thoughts apart itself."""
        self._seen = True

    def take(self, text: str) -> Iterator[Piece]:
        self._pending += text
        yield from self._go(last=False)

    def end(self) -> Iterator[Piece]:
        yield from self._go(last=True)
        if not self._seen and self._space:
            self.answer.append(self._space)
            yield TextDelta(self._space)

    def _go(self, *, last: bool) -> Iterator[Piece]:
        while self._at < len(self._pending):
            begins, tag = self._next_tag(last=last)
            if begins > self._at:
                yield from self._plain(self._cut(begins))
            if tag is None:
                break
            after = self._pending[tag.end() : tag.end() + 2]
            quoted = _QUOTES.get(self._before) == after[:1] != ""
            amid = self._before == " " and after[:1] == " " and after[1:].islower()
            text = self._cut(tag.end())
            yield from self._at_tag(text, closes=_closes(tag), alone=bool(tag["alone"]), quoted=quoted, amid=amid)
        self._pending, self._at = self._pending[self._at :], 0

    def _next_tag(self, *, last: bool) -> tuple[int, re.Match[str] | None]:
        """Where it begins. None: there is none, or what comes next decides."""
        for found in _FIRST.finditer(self._pending, self._at):
            at = found.start()
            tag = _TAG.match(self._pending, at, at + _LONGEST_TAG)
            if tag is None:
                if not last and _may_become_tag(self._pending[at : at + _LONGEST_TAG]):
                    return at, None
                continue
            before = self._pending[at - 1] if at > self._at else self._before
            needed = 1 if before in _QUOTES else 2 if before == " " else 0
            return at, tag if last or tag.end() + needed <= len(self._pending) else None
        return len(self._pending), None

    def _at_tag(self, text: str, *, closes: bool, alone: bool, quoted: bool, amid: bool) -> Iterator[Piece]:
        """`amid`: it stands between two words of a sentence."""
        if self._thinking:
            self._doubt = quoted and closes
        elif quoted or (amid and closes and self._open is None) or not self._counts(closes=closes):
            if self._is_prose and not quoted and not closes and not alone:
                self._open = len(self.answer)
            yield from self._plain(text)
            return
        yield from self._tagged(closes=closes, alone=alone)

    def _cut(self, end: int) -> str:
        taken, self._at = self._pending[self._at : end], end
        self._before = taken[-1:]
        return taken

    def _plain(self, text: str) -> Iterator[Piece]:
        if self._thinking:
            yield ThoughtDelta(text)
            return
        if len(self.answer) == self._since:
            # Space in front of an answer waits: it goes if a thought was or comes before it.
            self._space += text[: len(text) - len(text.lstrip())]
            text = text.lstrip()
            if not text:
                return
            text = text if self._seen else self._space + text
            self._space = ""
        self._read(text)
        self.answer.append(text)
        yield TextDelta(text)

    def _read(self, text: str) -> None:
        """Where in a line, and in which code, the text ends."""
        *lines, rest = text.split("\n")
        for line in lines:
            self._in_line(line)
            self._end_line()
        self._in_line(rest)

    def _in_line(self, text: str) -> None:
        self._line += text[: max(0, _LINE_HEAD - len(self._line))]
        self._ticks += text.count("`")

    def _end_line(self) -> None:
        found = _FENCE.fullmatch(self._line)
        if found and self._fence:
            closes = found[1].startswith(self._fence) and not found[2].strip()
            self._fence = "" if closes else self._fence
        elif found and ("`" not in found[2] or found[1][0] == "~"):
            self._fence = found[1]
        self._line, self._ticks = "", 0

    def _counts(self, *, closes: bool) -> bool:
        """Whether a tag in the answer is one, and not text about it."""
        if len(self.answer) == self._since or (closes and self._doubt):
            return True
        if not closes:
            return self._is_prose and not self._line.strip()
        return self._is_prose and (self._open is not None or not self._seen or self._inner > 0)

    @property
    def _is_prose(self) -> bool:
        return not self._fence and self._ticks % 2 == 0 and not self._line.startswith(("    ", "\t"))

    def _tagged(self, *, closes: bool, alone: bool) -> Iterator[Piece]:
        if self._thinking:
            if closes:
                self._thinking = False
                self._pause()
            else:
                self._inner += not alone
            return
        if closes and len(self.answer) > self._since:
            yield from self._take_back()
        elif not closes:
            self._inner, self._thinking = 0, not alone
        self._seen = True
        self._pause()

    def _take_back(self) -> Iterator[Piece]:
        """What was taken for the answer was a thought: from the tag that opened it, or from where nothing did."""
        self._doubt = False
        if self._open is None:
            self._inner = max(0, self._inner - 1)
            kept, begins = self._since, self._since
        else:
            kept, begins = self._open, self._open + 1
        thought = "".join(self.answer[begins:])
        del self.answer[kept:]
        yield TextReplaced("".join(self.answer))
        yield ThoughtDelta(thought)

    def _pause(self) -> None:
        """A thought has ended, or begins: what follows it in the answer begins a line."""
        self._space, self._since = "", len(self.answer)
        self._line, self._ticks, self._fence = "", 0, ""
        self._open = None


def _closes(tag: re.Match[str]) -> bool:
    return bool(tag["closes"]) or tag[0][1] == "/"


def _may_become_tag(text: str) -> bool:
    if len(text) >= _LONGEST_TAG:
        return False
    if any(each.startswith(text) for each in _OTHERS):
        return True
    found = _BEGUN.fullmatch(text)
    if found is None:
        return False
    name = found[1].lower()
    return name in _NAMES if found[2] else any(each.startswith(name) for each in _NAMES)
