"""Thoughts that a model writes into its text, between tags, told apart from its answer.

A thought begins where its tag stands first in a line, and ends with the next closing tag or with the text. Within a
line a tag may be what the model writes about: it counts once it is closed. In code no tag counts. A closing tag that
nothing opened ends a thought that the server's template has opened: all before it was one.
"""

import re
from collections.abc import Iterator

from treeline.providers.port import TextDelta, TextReplaced, ThoughtDelta

_NAMES = ("think", "thinking", "thought", "seed:think")
_TAG = re.compile(rf"<\s*(/?)\s*(?:{'|'.join(_NAMES)})(?:\s[^<>]*)?(/?)\s*>", re.IGNORECASE)
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
        self._pending = ""
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
        while self._pending:
            at = self._pending.find("<")
            if at != 0:
                yield from self._plain(self._cut(at if at > 0 else len(self._pending)))
                continue
            tag = _tag_at_start(self._pending)
            if tag is None and not last and _may_become_tag(self._pending):
                return
            if tag is None:
                yield from self._plain(self._cut(1))
                continue
            text = self._cut(tag.end())
            if not self._thinking and not self._counts(tag):
                if self._is_prose and not tag[1] and not tag[2]:
                    self._open = len(self.answer)
                yield from self._plain(text)
                continue
            yield from self._tagged(closes=bool(tag[1]), alone=bool(tag[2]))

    def _cut(self, size: int) -> str:
        taken, self._pending = self._pending[:size], self._pending[size:]
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

    def _counts(self, tag: re.Match[str]) -> bool:
        """Whether a tag in the answer is one, and not text about it."""
        if len(self.answer) == self._since:
            return True
        if not tag[1]:
            return not self._fence and not self._line.strip()
        return self._is_prose and (self._open is not None or not self._seen or self._inner > 0)

    @property
    def _is_prose(self) -> bool:
        return not self._fence and self._ticks % 2 == 0

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


def _tag_at_start(text: str) -> re.Match[str] | None:
    return _TAG.match(text, 0, _LONGEST_TAG)


def _may_become_tag(text: str) -> bool:
    if len(text) >= _LONGEST_TAG:
        return False
    found = _BEGUN.fullmatch(text)
    if found is None:
        return False
    name = found[1].lower()
    return name in _NAMES if found[2] else any(each.startswith(name) for each in _NAMES)
