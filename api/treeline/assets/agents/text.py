"""Text in pieces: whole UTF-8 characters, and lines that contain a text."""

from collections.abc import Iterator
from dataclasses import dataclass

EXCERPT = 200


class NotUtf8(ValueError):
    """These bytes are no text."""


def whole_characters(data: bytes, *, first: bool, last: bool) -> tuple[int, str]:
    """The text of a piece of a file, and how many bytes at its beginning belong to a character before it.

    `first`, `last`: the file begins, or ends, with this piece. Raises NotUtf8.
    """
    begin, end = 0, len(data)
    if not first:
        while begin < min(3, end) and data[begin] & 0xC0 == 0x80:
            begin += 1
    if not last:
        end -= _started(data[begin:])
    text = data[begin:end]
    if b"\0" in text:
        raise NotUtf8
    try:
        return begin, text.decode()
    except UnicodeDecodeError as error:
        raise NotUtf8 from error


def _started(data: bytes) -> int:
    """How many bytes at the end belong to a character that is not all here."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte & 0xC0 == 0x80:
            continue
        length = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
        return back if length > back else 0
    return 0


@dataclass(frozen=True)
class Line:
    """A line that holds a text: its number from 1, where it begins (bytes), and what stands around the text."""

    number: int
    offset: int
    excerpt: str


def lines_with(needle: str, text: str) -> Iterator[Line]:
    """`needle` is casefolded."""
    if needle not in text.casefold():
        return
    offset = 0
    for number, line in enumerate(text.split("\n"), start=1):
        folded = line.casefold()
        if needle in folded:
            # Folding may lengthen a text, so that this is near the place, not at it.
            start = max(0, folded.index(needle) - EXCERPT // 3) if len(line) > EXCERPT else 0
            yield Line(number, offset, line[start : start + EXCERPT].rstrip("\r"))
        offset += len(line.encode()) + 1
