"""What an archive looks like: JSON lines, gzipped. The first counts the others: first steps in order, then values."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

FORMAT = 1
_GZIP = 16 + zlib.MAX_WBITS


class Damaged(Exception):
    """The bytes are not those of an archive, or not all of them."""


@dataclass(frozen=True)
class Head:
    steps: int
    values: int


def packed(head: Head, lines: Iterable[str]) -> Iterator[bytes]:
    """`lines`: JSON, as many as the head says."""
    gzip = zlib.compressobj(wbits=_GZIP)
    first = json.dumps({"format": FORMAT, "steps": head.steps, "values": head.values})
    yield gzip.compress(first.encode() + b"\n")
    for line in lines:
        # JSON has no line breaks of its own.
        yield gzip.compress(line.encode() + b"\n")
    yield gzip.flush()


def unpacked(chunks: Iterable[bytes]) -> tuple[Head, Iterator[bytes]]:
    """The head, and the lines after it, read as they are asked for. Raises Damaged, at the latest after the last."""
    lines = _lines(chunks)
    try:
        first: dict[str, Any] = json.loads(next(lines))
        head = Head(first["steps"], first["values"])
    except (ValueError, LookupError, StopIteration) as error:
        raise Damaged("it does not begin as an archive") from error
    if first.get("format") != FORMAT:
        raise Damaged(f"it has the format {first.get('format')}, and {FORMAT} is known")
    return head, _counted(lines, head.steps + head.values)


def _counted(lines: Iterator[bytes], count: int) -> Iterator[bytes]:
    for line in lines:
        count -= 1
        yield line
    if count:
        raise Damaged(f"{count} lines are missing")


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    gzip, rest = zlib.decompressobj(wbits=_GZIP), b""
    for chunk in chunks:
        try:
            *whole, rest = (rest + gzip.decompress(chunk)).split(b"\n")
        except zlib.error as error:
            raise Damaged(str(error)) from error
        yield from whole
    if not gzip.eof or rest:
        raise Damaged("it ends too soon")
