"""Writes the rows of a backup into empty tables.

Each part is written in one transaction with the note that it is, so a restore that was killed goes on where it was.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, Text, bindparam, column, insert, update
from sqlalchemy import table as named

from treeline.accounts.models import Installation
from treeline.kernel.db import unit_of_work
from treeline.operations.backups.archive import Archive, Manifest, TableRows
from treeline.operations.backups.errors import RestoredDiffers, SchemaDiffers
from treeline.operations.backups.making import Tell
from treeline.operations.backups.rows import lines_in
from treeline.operations.backups.steps import Steps
from treeline.operations.backups.tables import kind_of, late_references, own_references, snapshot, tables_of
from treeline.operations.backups.values import Lines

Rows = list[list[Any]]


def restore_rows(archive: Archive, manifest: Manifest, steps: Steps, tell: Tell) -> None:
    """All tables, those that others reference first; the row that says that the system is set up, last."""
    kept = {taken.name: taken for taken in manifest.tables}
    with snapshot() as connection:
        tables = tables_of(connection, manifest.revision)
        dialect = connection.dialect
    if unknown := sorted(kept.keys() - {table.name for table in tables}):
        raise SchemaDiffers(f"This database has no table {unknown[0]}, of which the backup has rows.")
    tables.sort(key=lambda table: table.name == Installation.__tablename__)
    done, written, writers = steps.done(), 0, list[TableWriter]()
    for table in (each for each in tables if each.name in kept):
        taken = kept[table.name]
        kinds = [kind_of(table.c[name], dialect) for name, _ in taken.columns]
        writer = TableWriter(table, taken, kinds, late_references(table, tables))
        writers.append(writer)
        for number, part in enumerate(taken.parts):
            step = f"{table.name}/{number}"
            # Of what is written, only what waits must be known again.
            lines = () if step in done and not writer.references else lines_in(archive, part)
            _once(steps, done, step, writer.write, [writer.ready(lines)])
            written += part.rows
            tell("Rows", written, manifest.rows)
        if writer.waiting:
            _once(steps, done, f"{table.name}/waiting", writer.write, writer.in_order())
    for writer in writers:
        for number, part in enumerate(writer.taken.parts if writer.late else ()):
            step = f"{writer.taken.name}/late/{number}"
            _once(steps, done, step, writer.refer, [[json.loads(line) for line in lines_in(archive, part)]])


def _once(
    steps: Steps, done: set[str], step: str, write: Callable[[Connection, Rows], None], lots: Iterable[Rows]
) -> None:
    if step not in done:
        with unit_of_work() as session:
            for rows in lots:
                write(session.connection(), rows)
            steps.note(session.connection(), step)


class TableWriter:
    """Writes lines into one table.

    Rows that name a row behind them, of the same table, wait until that is written. `late`: columns that are set only
    when all tables are there.
    """

    def __init__(self, table: Table, taken: TableRows, kinds: Sequence[str], late: Sequence[str]):
        self.taken, self.late = taken, late
        self._names, self._values = [name for name, _ in taken.columns], Lines(kinds).values
        # JSON as text, which the database parses.
        raw = (
            column(name, Text() if kind == "json" else table.c[name].type)
            for name, kind in zip(self._names, kinds, strict=True)
        )
        self._table = named(table.name, *raw)
        self.references = [self._names.index(each.name) for each in own_references(table)]
        self._key = self._names.index(taken.key[0])
        self.waiting: dict[str, tuple[list[Any], set[str]]] = {}

    def ready(self, lines: Iterable[bytes]) -> Rows:
        """Parsed lines that can be written now. Rows come in the order of their keys, so what is before is there."""
        rows = [json.loads(line) for line in lines]
        return [row for row in rows if not self._waits(row)] if self.references else rows

    def _waits(self, row: list[Any]) -> bool:
        key = row[self._key]
        others = {row[at] for at in self.references if row[at] is not None and row[at] != key}
        behind = {each for each in others if each > key or each in self.waiting}
        if behind:
            self.waiting[key] = (row, behind)
        return bool(behind)

    def in_order(self) -> Iterator[Rows]:
        """What waits, each lot after those that it names."""
        left = dict(self.waiting)
        while left:
            free = [key for key, (_, behind) in left.items() if not behind & left.keys()]
            if not free:
                raise RestoredDiffers("Rows of the backup reference each other in a circle.")
            yield [left.pop(key)[0] for key in free]

    def write(self, connection: Connection, rows: Rows) -> None:
        if rows:
            connection.execute(insert(self._table), [self._row(row) | dict.fromkeys(self.late) for row in rows])

    def refer(self, connection: Connection, rows: Rows) -> None:
        """Set what could not be set before."""
        places = [self._names.index(name) for name in self.late]
        some = [self._row(row) for row in rows if any(row[at] is not None for at in places)]
        if some:
            columns = self._table.c
            keys = [columns[name] == bindparam(f"key_{name}", type_=columns[name].type) for name in self.taken.key]
            late = {name: bindparam(f"late_{name}", type_=columns[name].type) for name in self.late}
            values = [
                {f"key_{name}": row[name] for name in self.taken.key}
                | {f"late_{name}": row[name] for name in self.late}
                for row in some
            ]
            connection.execute(update(self._table).where(*keys).values(late), values)

    def _row(self, cells: list[Any]) -> dict[str, Any]:
        return dict(zip(self._names, self._values(cells), strict=True))
