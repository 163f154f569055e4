"""The tables of a database: those of the models, or, of another revision of the schema, those that it has."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import sort_tables

from treeline.kernel.db import Model, db
from treeline.kernel.schema import VERSIONS, head
from treeline.operations.backups import postgres
from treeline.operations.backups.errors import SchemaDiffers
from treeline.operations.backups.values import Lines, kind_of, selected

# Steps of a restore that are done; it is there only meanwhile.
STEPS = "restore_steps"
# Rows that a server-side cursor fetches at once.
FETCHED = 200


def tables_of(connection: Connection, revision: str) -> list[Table]:
    """In an order in which rows can be written: what is referenced comes first."""
    if revision == head():
        return _ordered(Model.metadata)
    found = MetaData()
    names = set(inspect(connection).get_table_names()) - postgres.partitions(connection) - {VERSIONS, STEPS}
    found.reflect(connection, only=sorted(names))
    return _ordered(found)


def _ordered(metadata: MetaData) -> list[Table]:
    """References that make a circle are written later: those that the models declare as made later."""
    keys = (key for table in Model.metadata.tables.values() for key in table.foreign_keys if key.use_alter)
    late = {_place(key) for key in keys}
    return list(sort_tables(metadata.tables.values(), lambda key: _place(key) in late))


def _place(key: Any) -> tuple[str, str]:
    return key.parent.table.name, key.parent.name


def late_references(table: Table, tables: Sequence[Table]) -> list[str]:
    """Columns that name rows of tables which are written after this one."""
    places = {each.name: at for at, each in enumerate(tables)}
    keys = [key for key in table.foreign_key_constraints if places[key.referred_table.name] > places[table.name]]
    return sorted({name for key in keys for name in key.column_keys})


@contextmanager
def snapshot() -> Iterator[Connection]:
    """All that is read by it is of one moment; nobody waits for it."""
    with db.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            yield connection
        finally:
            connection.rollback()


def columns_of(table: Table, connection: Connection) -> list[tuple[str, str]]:
    """(name, kind), by name: whatever order two databases have them in."""
    return sorted((each.name, kind_of(each, connection.dialect)) for each in table.columns if not each.computed)


def key_of(table: Table) -> list[str]:
    """Raises SchemaDiffers: without a key, rows have no order."""
    names = [each.name for each in table.primary_key]
    if not names:
        raise SchemaDiffers(f"The table {table.name} has no primary key.")
    return names


def rows_of(connection: Connection, table: Table, columns: Sequence[tuple[str, str]]) -> Iterator[Any]:
    """In the order of the key, a few at a time."""
    chosen = [selected(table.c[name], kind) for name, kind in columns]
    ordered = select(*chosen).order_by(*(table.c[name] for name in key_of(table)))
    options = {"stream_results": True, "yield_per": FETCHED}
    yield from connection.execute(ordered, execution_options=options)


def lines_of(connection: Connection, table: Table, columns: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    line = Lines([kind for _, kind in columns]).line
    for row in rows_of(connection, table, columns):
        yield line(row)


def own_references(table: Table) -> list[Column[Any]]:
    """Columns that name another row of the same table."""
    return [key.parent for key in table.foreign_keys if key.column.table is table]


def is_empty(connection: Connection, table: Table) -> bool:
    try:
        return connection.execute(select(text("1")).select_from(table).limit(1)).first() is None
    except DBAPIError as error:
        raise SchemaDiffers(f"The table {table.name} can't be read.") from error
