"""A row in every table of a database, made from what the database says of itself, whatever version it is at."""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import ARRAY, JSON, Boolean, DateTime, Float, Integer, LargeBinary, Numeric, Uuid

_CHECKS = text(
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = to_regclass(:name)"
)
MOST_TRIES = 3000


def tables(connection: Connection) -> list[Table]:
    """Ours, without partitions."""
    found = MetaData()
    found.reflect(connection)
    partitions = text("SELECT inhrelid::regclass::text FROM pg_inherits")
    left_out = {"alembic_version", *connection.execute(partitions).scalars()}
    return [table for name, table in sorted(found.tables.items()) if name not in left_out]


def fill(connection: Connection) -> None:
    """One row in each table that has none. What a check says is found out by trying."""
    left = [table for table in tables(connection) if _is_empty(connection, table)]
    while left:
        ready = [table for table in left if not _needed(table) & set(left)]
        assert ready, [table.name for table in left]
        for table in ready:
            _insert(connection, table)
        left = [table for table in left if table not in ready]


def _is_empty(connection: Connection, table: Table) -> bool:
    return connection.execute(select(text("1")).select_from(table).limit(1)).first() is None


def _needed(table: Table) -> set[Table]:
    """Without a row there, none can be here."""
    return {
        constraint.referred_table
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is not table and not all(column.nullable for column in constraint.columns)
    }


def _insert(connection: Connection, table: Table) -> None:
    checks = {name: str(said) for name, said in connection.execute(_CHECKS, {"name": table.name})}
    row = _references(connection, table) | {
        column.name: _value(column)
        for column in table.columns
        if not column.foreign_keys and column.computed is None and column.identity is None
    }
    tried, violated = 0, _violation(connection, table, row)
    while violated is not None:
        for changes in _candidates(table, row, checks[violated]):
            tried += 1
            assert tried < MOST_TRIES, f"no row of {table.name} satisfies {checks[violated]}"
            now = _violation(connection, table, row | changes)
            if now != violated:
                row, violated = row | changes, now
                break
        else:
            raise AssertionError(f"no row of {table.name} satisfies {checks[violated]}")


def _violation(connection: Connection, table: Table, row: dict[str, Any]) -> str | None:
    """The name of the check that a row violates; None: it is stored."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table), row)
    except IntegrityError as error:
        name = getattr(error.orig, "diag").constraint_name  # noqa: B009  of psycopg2
        if getattr(error.orig, "pgcode", "") != "23514":
            raise
        return name
    return None


def _references(connection: Connection, table: Table) -> dict[str, Any]:
    """To the first row of the other table; to none where it has none, or is this one."""
    row: dict[str, Any] = {}
    for constraint in table.foreign_key_constraints:
        other = constraint.referred_table
        found = None if other is table else connection.execute(select(other).limit(1)).mappings().first()
        for element in constraint.elements:
            value = found[element.column.name] if found else None
            row[element.parent.name] = row.get(element.parent.name) or value
    return row


def _value(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Uuid):
        return uuid4()
    if isinstance(kind, DateTime):
        return datetime.now(UTC)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Numeric | Float):
        return 1
    if isinstance(kind, LargeBinary):
        return bytes(32)
    if isinstance(kind, ARRAY):
        return []
    return {} if isinstance(kind, JSON) else "a"


def _candidates(table: Table, row: dict[str, Any], check: str) -> Iterator[dict[str, Any]]:
    """Other values for the columns of a check: what stands in it, none, and what is usual."""
    named = [column for column in table.columns if re.search(rf"\b{column.name}\b", check) and column.name in row]
    ids = [value for column in named if isinstance(value := row[column.name], UUID)]
    columns = [column for column in named if not column.foreign_keys]
    texts = [found for found in re.findall(r"'([^']*)'", check) if found]
    numbers = [int(found) for found in re.findall(r"(?<![\w'])\d{1,9}(?![\w'])", check)]
    for values in itertools.product(*(_choices(column, texts, numbers, ids) for column in columns)):
        yield {column.name: value for column, value in zip(columns, values, strict=True)}


def _choices(column: Column[Any], texts: list[str], numbers: list[int], ids: list[UUID]) -> list[Any]:
    kind = column.type
    none = [None] if column.nullable else []
    if isinstance(kind, Boolean):
        return [False, True, *none]
    if isinstance(kind, Integer | Numeric | Float):
        return [*dict.fromkeys([1, 0, *numbers]), *none]
    if isinstance(kind, ARRAY):
        return [[], ["a"], *([each] for each in texts)]
    if isinstance(kind, JSON):
        return [{}, [], *none]
    if isinstance(kind, Uuid):
        return [uuid4(), *ids, *none]
    if isinstance(kind, DateTime):
        return [_value(column), *none]
    if isinstance(kind, LargeBinary):
        return [bytes(size) for size in dict.fromkeys([32, *(each for each in numbers if each < 100)])] + none
    return [*dict.fromkeys(texts), *none, "a", "a" * 64, ""]
