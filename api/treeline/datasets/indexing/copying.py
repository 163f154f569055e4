"""Many rows at once, by COPY, in the session's own transaction."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from treeline.kernel.db import DbSession, Model

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def copy_rows(
    session: DbSession, table: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Rows of these columns; text, numbers, booleans, times, ids and lists of text."""
    cursor = session.connection().connection.cursor()
    try:
        names = ", ".join(columns)
        lines = ("\t".join(map(_field, row)).encode() + b"\n" for row in rows)
        cursor.copy_expert(f"COPY {table.__tablename__} ({names}) FROM STDIN", _Lines(lines), 65536)
    finally:
        cursor.close()


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list | tuple):
        return ("{" + ",".join(f'"{each.translate(_QUOTES)}"' for each in value) + "}").translate(_ESCAPES)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value).translate(_ESCAPES)


class _Lines:
    """A file to read from, as COPY wants it."""

    def __init__(self, lines: Iterator[bytes]):
        self._lines, self._left = lines, b""

    def read(self, size: int = -1) -> bytes:
        parts, length = [self._left], len(self._left)
        while length < size or size < 0:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line)
            length += len(line)
        whole = b"".join(parts)
        if size < 0:
            size = len(whole)
        self._left = whole[size:]
        return whole[:size]
