"""Rows in all tables, made from the models' metadata: whatever is added later is in it by itself."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, Column, Connection, Table, insert, null, text, update

from treeline.kernel.dialects import MYSQL
from treeline.kernel.schema import head
from treeline.operations.backups.tables import late_references, tables_of
from treeline.operations.backups.values import kind_of

WORDS = "Ünïcode 😀 \u2028 \\ \" ' \t\r\n end"
_CHECKS = (
    "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND connamespace = "
    "'public'::regnamespace AND coninhcount = 0"
)
# JSON columns of MariaDB have one of their own, of the column's name.
_CHECKS_ON_MYSQL = (
    "SELECT table_name, constraint_name FROM information_schema.table_constraints WHERE constraint_type = 'CHECK' "
    "AND table_schema = DATABASE() AND constraint_name LIKE 'ck%'"
)


def without_checks(connection: Connection) -> None:
    """Which values are right is the features' business; keys and references stay."""
    on_mysql = connection.dialect.name in MYSQL
    for table, name in connection.execute(text(_CHECKS_ON_MYSQL if on_mysql else _CHECKS)).all():
        connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))


def fill(connection: Connection, rows: int, seed: int = 1) -> None:
    """So many rows in each table, with every reference set, and in rows of their own NULL where it may be."""
    draw = random.Random(seed)
    ids: dict[str, list[dict[str, Any]]] = {}
    tables = tables_of(connection, head())
    for table in tables:
        count = 1 if table.name == "installation" else rows
        made = [_row(table, number, ids, connection, draw) for number in range(count)]
        own = {key.parent.name: key.column.name for key in table.foreign_keys if key.column.table is table}
        # Of rows before and behind, in trees.
        order = draw.sample(made, len(made))
        for at, row in enumerate(order):
            for name, there in own.items():
                row[name] = order[draw.randrange(at)][there] if at else None
        connection.execute(insert(table), made)
        ids[table.name] = made
    for table in tables:
        for name in late_references(table, tables):
            other = next(iter(table.c[name].foreign_keys)).column.table.name
            for row in ids[table.name][1:]:
                late = {name: ids[other][draw.randrange(rows)]["id"]}
                connection.execute(update(table).where(table.c.id == row["id"]).values(late))


def _row(table: Table, number: int, ids: dict[str, Any], connection: Connection, draw: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {}
    referenced = {}
    for constraint in table.foreign_key_constraints:
        other = constraint.elements[0].column.table
        if constraint.use_alter:
            referenced.update(dict.fromkeys(constraint.column_keys))
        elif other is not table:
            chosen = ids[other.name][number % len(ids[other.name])]
            for element in constraint.elements:
                referenced.setdefault(element.parent.name, chosen[element.column.name])
    for each in table.columns:
        if each.name in referenced:
            row[each.name] = referenced[each.name]
        elif each.nullable and number % 4 == 0 and not each.primary_key:
            row[each.name] = null() if isinstance(each.type, JSON) else None
        else:
            row[each.name] = 1 if table.name == "installation" and each.name == "id" else _value(each, connection, draw)
    return row


def _value(column: Column[Any], connection: Connection, draw: random.Random) -> Any:
    kind = kind_of(column, connection.dialect)
    if kind.startswith("list of "):
        assert isinstance(column.type, ARRAY)
        return [_plain(kind.removeprefix("list of "), column.type.item_type, draw) for _ in range(draw.randrange(3))]
    value = _plain(kind, column.type, draw)
    is_beyond = connection.dialect.name in MYSQL and value == float("inf")
    return 1e308 if is_beyond else value


def _plain(kind: str, type_: Any, draw: random.Random) -> Any:
    if kind == "uuid":
        return UUID(int=draw.getrandbits(128))
    if kind == "time":
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=draw.getrandbits(44))
    if kind == "bytes":
        return draw.randbytes(40) + bytes(range(256))
    if kind == "boolean":
        return draw.random() < 0.5
    if kind == "float":
        return draw.choice([0.1, -1e300, 5e-324, float("inf"), draw.random()])
    if kind == "decimal":
        return Decimal(draw.randrange(10**6)) / 1000
    if kind == "integer":
        return draw.randrange(2**31)
    if kind == "json":
        return draw.choice([None, {"b": [1, 2.5, None, WORDS], "a": {}}, [], "text", 12345678901234567890, True])
    length = getattr(type_, "length", None)
    return f"{draw.getrandbits(64):x} {WORDS}"[: length or None]
