"""MySQL and MariaDB: what the types of models and the engine are there.

Models are written with PostgreSQL's types. On MySQL times are kept in UTC to the microsecond, arrays and JSONB as JSON,
texts of any length as LONGTEXT, and names compare bytewise.
"""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects.mysql.base import MySQLDialect, MySQLIdentifierPreparer
from sqlalchemy.dialects.mysql.reserved_words import RESERVED_WORDS_MARIADB, RESERVED_WORDS_MYSQL
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql import functions
from sqlalchemy.sql.elements import CollectionAggregate
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeEngine

from treeline.kernel.dialects import MYSQL
from treeline.kernel.settings import KernelSettings

log = logging.getLogger(__name__)

# Bytewise, and trailing spaces count. Each reads its own name only.
COLLATION = "/*M! utf8mb4_nopad_bin */ /*!80000 utf8mb4_0900_bin */"
KEY_LENGTH = 255
# READ COMMITTED: as on PostgreSQL, a statement sees what was committed before it, and what waited for a lock sees the
# row as it is then. REPEATABLE READ would look at a snapshot, and lock the gaps between rows.
ISOLATION = "READ COMMITTED"
SESSION = {
    "time_zone": "'+00:00'",
    "sql_mode": "'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE'",
    "innodb_lock_wait_timeout": "10",
    "group_concat_max_len": "1048576",
}

# What has been idle for so long is closed by the server, in a transaction or not; as in kernel/db.py.
IDLE_SECONDS = 60

# What only PostgreSQL has, and what is there in its place.
REPLACED = (
    "vectors are kept in Weaviate or Qdrant, not in the database (pgvector); words are searched in a table of their "
    "own; steps of old workflow runs are deleted row by row, not by months (partitions)"
)


def is_mysql_url(url: str) -> bool:
    return url.startswith(("mysql", "mariadb"))


def say_what_is_replaced(settings: KernelSettings) -> None:
    """At the start of a server."""
    if is_mysql_url(settings.sqlalchemy_url):
        log.info("MySQL: otherwise than on PostgreSQL, %s", REPLACED)


class _Moment(mysql.DATETIME):
    """With a zone where the column has one."""

    def __init__(self, timezone: bool = False, fsp: int | None = 6):
        super().__init__(timezone=timezone, fsp=fsp)

    def bind_processor(self, dialect: Any) -> Any:
        return lambda value: (
            value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
        )

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        zone = UTC if self.timezone else None
        return lambda value: value.replace(tzinfo=zone) if isinstance(value, datetime) else value


class _Array(ARRAY[Any]):
    """A JSON array, of what JSON has."""

    def bind_processor(self, dialect: Any) -> Any:
        return lambda value: None if value is None else json.dumps(list(value), default=_plain, ensure_ascii=False)

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        made = UUID if isinstance(self.item_type, Uuid) else None

        def read(value: Any) -> Any:
            values = json.loads(value) if isinstance(value, str | bytes) else value
            return [made(each) for each in values] if made and values else values

        return read

    def literal_processor(self, dialect: Any) -> Any:
        bound = self.bind_processor(dialect)
        return lambda value: "'" + bound(value).replace("\\", "\\\\").replace("'", "''") + "'"


def _plain(value: Any) -> str:
    return value.hex if isinstance(value, UUID) else value.isoformat() if isinstance(value, datetime) else str(value)


class _Uuid(Uuid[Any]):
    """The same on both: MariaDB has a type of its own, MySQL has none, and a dump of one is to fit the other."""

    def bind_processor(self, dialect: Any) -> Any:
        return lambda value: value.hex if isinstance(value, UUID) else value

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        return lambda value: UUID(value) if isinstance(value, str) else value


_OURS: dict[Any, Any] = {DateTime: _Moment, ARRAY: _Array, Uuid: _Uuid}
MySQLDialect.colspecs = {**MySQLDialect.colspecs, **_OURS}
# Each server's words are quoted for the other one, too: with ANSI_QUOTES SQLAlchemy knows MySQL's only.
MySQLIdentifierPreparer.reserved_words = RESERVED_WORDS_MARIADB | RESERVED_WORDS_MYSQL


@compiles(DateTime, *MYSQL)
def _moment(*_: Any, **__: Any) -> str:
    return "DATETIME(6)"


@compiles(Uuid, *MYSQL)
def _uuid(*_: Any, **__: Any) -> str:
    return "CHAR(32)"


@compiles(JSONB, *MYSQL)
@compiles(ARRAY, *MYSQL)
def _json(*_: Any, **__: Any) -> str:
    return "JSON"


@compiles(Text, *MYSQL)
def _text(_: Text, compiler: Any, type_expression: Any = None, **__: Any) -> str:
    return f"VARCHAR({KEY_LENGTH})" if _is_key(type_expression) else "LONGTEXT"


def _is_key(column: Any) -> bool:
    """Part of a key, none of which may be longer than 3,072 bytes."""
    table = getattr(column, "table", None)
    if table is None or not hasattr(table, "indexes"):
        return False
    unique = (each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint))
    return any(column.name in each.columns for each in (*unique, *table.indexes))


@compiles(CheckConstraint, *MYSQL)
def _check(element: CheckConstraint, compiler: Any, **kw: Any) -> str:
    return compiler.visit_check_constraint(element, **kw).replace("cardinality(", "JSON_LENGTH(")


@compiles(Float, *MYSQL)
def _float(*_: Any, **__: Any) -> str:
    """FLOAT has half as many digits as on PostgreSQL."""
    return "DOUBLE"


@compiles(LargeBinary, *MYSQL)
def _bytes(*_: Any, **__: Any) -> str:
    return "LONGBLOB"


@compiles(String, *MYSQL)
def _string(type_: String, compiler: Any, **kw: Any) -> str:
    if type_.collation is None:
        return compiler.visit_VARCHAR(type_, **kw)
    return f"VARCHAR({type_.length or 255}) CHARACTER SET utf8mb4 COLLATE {COLLATION}"


@compiles(functions.any_, *MYSQL)
def _any(element: Any, compiler: Any, **kw: Any) -> str:
    (array,) = element.clauses
    return _one_of(array, compiler, **kw)


@compiles(CollectionAggregate, *MYSQL)
def _aggregate(element: CollectionAggregate, compiler: Any, **kw: Any) -> str:
    array = element.element
    if isinstance(array.type, ARRAY):
        return _one_of(array, compiler, **kw)
    return compiler.visit_unary(element, **kw)


def _one_of(array: Any, compiler: Any, **kw: Any) -> str:
    """Sent as one value, as there: an IN list of 80,000 would be compiled, sent and planned as 80,000."""
    kind = compiler.dialect.type_compiler_instance.process(_column_type(array.type.item_type))
    value = compiler.process(array, **kw)
    return f"ANY (SELECT one.v FROM JSON_TABLE({value}, '$[*]' COLUMNS (v {kind} PATH '$')) AS one)"  # noqa: S608  compiled parts


def _column_type(item_type: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(item_type, Uuid):
        return String(32, collation="C")
    return String(1024, collation="C") if isinstance(item_type, String) else item_type


@compiles(CreateIndex, *MYSQL)
def _create_index(element: CreateIndex, compiler: Any, **kw: Any) -> str:
    """A unique index of some rows: by a column that is NULL in the others, for which nothing is unique."""
    index = element.element
    where = index.dialect_options["postgresql"]["where"] if index.unique else None
    quote, added, parts = compiler.preparer.quote, list[str](), list[str]()
    for number, part in enumerate(index.expressions):
        if isinstance(part, Column):
            parts.append(quote(part.name) + ("" if index.unique else _prefix(part)))
        else:
            shown = compiler.sql_compiler.process(part, include_table=False, literal_binds=True)
            parts.append(quote(f"{index.name}_{number}"))
            added.append(f"ADD COLUMN {parts[-1]} VARCHAR({KEY_LENGTH}) AS ({shown}) VIRTUAL INVISIBLE")
    if where is not None:
        parts.append(quote(f"{index.name}_on"))
        added.append(f"ADD COLUMN {parts[-1]} TINYINT AS (CASE WHEN {where} THEN 1 END) VIRTUAL INVISIBLE")
    kind = "UNIQUE INDEX" if index.unique else "INDEX"
    name, table = compiler.preparer.format_index(index), compiler.preparer.format_table(index.table)
    added.append(f"ADD {kind} {name} ({', '.join(parts)})")
    return f"ALTER TABLE {table} {', '.join(added)}"


def _prefix(column: Any) -> str:
    """Of texts that would make a key too long: their beginnings find nearly as much."""
    is_long = isinstance(column.type, String) and (column.type.length or 0) > KEY_LENGTH
    return f"({KEY_LENGTH})" if is_long else ""


class cardinality(GenericFunction[int]):  # noqa: N801  its name in SQL
    type, inherit_cache = Integer(), True


@compiles(cardinality, *MYSQL)
def _cardinality(element: cardinality, compiler: Any, **kw: Any) -> str:
    (array,) = element.clauses
    return f"JSON_LENGTH({compiler.process(array, **kw)})"


def conversions() -> dict[Any, Any]:
    """Of the driver, for statements that are texts: times have a zone there, too."""
    from pymysql.constants import FIELD_TYPE
    from pymysql.converters import conversions, convert_datetime, escape_datetime

    def read(text: Any) -> Any:
        moment = convert_datetime(text)
        return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else moment

    def written(moment: datetime, mapping: Any = None) -> str:
        return escape_datetime(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment, mapping)

    ours = {FIELD_TYPE.DATETIME: read, datetime: written, UUID: lambda each, _=None: f"'{each.hex}'"}
    return {**conversions, **ours}


def connect_args(more: Mapping[str, str]) -> dict[str, object]:
    session = ", ".join(f"SESSION {name} = {value}" for name, value in {**SESSION, **more}.items())
    return {
        "connect_timeout": 5,
        "charset": "utf8mb4",
        "local_infile": True,
        "conv": conversions(),
        "init_command": f"SET {session}",
    }
