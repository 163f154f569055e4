"""Rows in parts. Keys decide where one ends, so rows that are added or removed change only the parts they are in."""

import zlib
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from treeline.operations.backups.archive import Archive, Part, TableRows
from treeline.operations.backups.errors import BackupAltered
from treeline.operations.backups.tables import columns_of, key_of, rows_of
from treeline.operations.backups.values import Digest, Lines

# On average; and what one holds at most, but for a single row that is larger.
ROWS, BYTES = 512, 2 * 1024 * 1024
_LEVEL = 3


class Piece(NamedTuple):
    payload: bytes
    rows: int


def pieces(lines: Iterable[tuple[Any, bytes]]) -> Iterator[Piece]:
    """(key, line) in compressed pieces."""
    some, size = list[bytes](), 0
    for key, line in lines:
        if some and size + len(line) > BYTES:
            yield _piece(some)
            some, size = [], 0
        some.append(line)
        size += len(line)
        if zlib.crc32(str(key).encode()) % ROWS == 0:
            yield _piece(some)
            some, size = [], 0
    if some:
        yield _piece(some)


def _piece(lines: list[bytes]) -> Piece:
    return Piece(zlib.compress(b"".join(lines), _LEVEL), len(lines))


def lines_in(archive: Archive, part: Part) -> list[bytes]:
    """Raises BackupIncomplete, BackupAltered."""
    try:
        lines = zlib.decompress(archive.read(part)).splitlines(keepends=True)
    except zlib.error as error:
        raise BackupAltered(f"The part {part.name} doesn't decompress.") from error
    if part.rows != len(lines):
        raise BackupAltered(f"The part {part.name} has {len(lines)} rows, not {part.rows}.")
    return lines


class Spool:
    """Pieces on this machine's disk, until the transaction that they were read in has ended."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - until close()
        self._tables: list[tuple[TableRows, list[tuple[int, int]]]] = []

    def take(self, connection: Connection, table: Table) -> TableRows:
        columns, key = columns_of(table, connection), key_of(table)
        names = [name for name, _ in columns]
        places, line_of = [names.index(name) for name in key], Lines([kind for _, kind in columns]).line
        taken, digest, sizes = TableRows(table.name, columns, key), Digest(), list[tuple[int, int]]()

        def lines() -> Iterator[tuple[Any, bytes]]:
            for row in rows_of(connection, table, columns):
                line = line_of(row)
                digest.add(line)
                yield [row[at] for at in places], line

        for payload, rows in pieces(lines()):
            self._file.write(payload)
            sizes.append((len(payload), rows))
        taken.rows, taken.digest = digest.rows, digest.text
        self._tables.append((taken, sizes))
        return taken

    def give(self, archive: Archive) -> Iterator[TableRows]:
        self._file.seek(0)
        for taken, sizes in self._tables:
            for size, rows in sizes:
                taken.parts.append(archive.add(self._file.read(size), rows))
            yield taken

    def close(self) -> None:
        self._file.close()
