"""Functions under one name: PostgreSQL's, and what MySQL has in their place.

Imported before any statement is built. On PostgreSQL, `func.clock_timestamp()` and the like are what they were.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    DateTime,
    Float,
    Integer,
    String,
    case,
    literal,
    literal_column,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import functions, operators
from sqlalchemy.sql.elements import ClauseList, FunctionFilter, UnaryExpression
from sqlalchemy.sql.functions import FunctionElement, GenericFunction

MYSQL = ("mysql", "mariadb")
# Whoever was there before has no zone's summer time in mind: rows are younger.
_FIRST_YEAR = 2020


class clock_timestamp(GenericFunction[datetime]):  # noqa: N801  its name in SQL
    """Goes on within a statement: no index is used for it."""

    type, inherit_cache = DateTime(timezone=True), True


class statement_timestamp(GenericFunction[datetime]):  # noqa: N801  its name in SQL
    """The same for a whole statement."""

    type, inherit_cache = DateTime(timezone=True), True


class bool_or(GenericFunction[bool]):  # noqa: N801  its name in SQL
    type, inherit_cache = Boolean(), True


class length(GenericFunction[int]):  # noqa: N801  its name in SQL
    """Of a text in characters, of bytes in bytes."""

    type, inherit_cache = Integer(), True


class greatest(GenericFunction[Any]):  # noqa: N801  its name in SQL
    """Of those that are not NULL."""

    inherit_cache = True


class strpos(GenericFunction[int]):  # noqa: N801  its name in SQL
    type, inherit_cache = Integer(), True


class starts_with(GenericFunction[bool]):  # noqa: N801  its name in SQL
    type, inherit_cache = Boolean(), True


class timezone(GenericFunction[datetime]):  # noqa: N801  its name in SQL
    """What the clocks of a zone show, without a zone."""

    type, inherit_cache = DateTime(), True


class Later(FunctionElement[datetime]):
    """So many seconds from now, by a clock that goes on."""

    type, inherit_cache, name = DateTime(timezone=True), True, "later"


class Slug(FunctionElement[str]):
    """Runs of anything but ASCII letters and digits are one `_` each, and none at the ends."""

    type, inherit_cache, name = String(), True, "slug"


def is_mysql(session: Any) -> bool:
    return session.connection().dialect.name in MYSQL


def server_name(connection: Connection) -> str:
    if connection.dialect.name not in MYSQL:
        return "PostgreSQL"
    return "MariaDB" if getattr(connection.dialect, "is_mariadb", False) else "MySQL"


def later(seconds: float | ColumnElement[Any]) -> Any:
    return Later(seconds if isinstance(seconds, ColumnElement) else literal(float(seconds), Float()))


def slug(text: Any) -> Any:
    return Slug(text)


def at_zone(zone: tzinfo, moment: Any) -> Any:
    """What the clocks of a zone showed at a moment."""
    # In the statement itself, not beside it: MySQL's words for one zone are not those for another.
    return timezone(literal_column(f"'{ZoneInfo(str(zone)).key}'"), moment)


def _arguments(element: Any, compiler: Any, **kw: Any) -> list[str]:
    clauses: ClauseList = element.clauses
    return [compiler.process(each, **kw) for each in clauses]


@compiles(Later)
def _later(element: Later, compiler: Any, **kw: Any) -> str:
    (seconds,) = _arguments(element, compiler, **kw)
    return f"(clock_timestamp() + {seconds} * interval '1 second')"


@compiles(Later, *MYSQL)
def _later_on_mysql(element: Later, compiler: Any, **kw: Any) -> str:
    (seconds,) = _arguments(element, compiler, **kw)
    return f"DATE_ADD(SYSDATE(6), INTERVAL ROUND({seconds} * 1000000) MICROSECOND)"


@compiles(Slug)
def _slug(element: Slug, compiler: Any, **kw: Any) -> str:
    (text,) = _arguments(element, compiler, **kw)
    return f"trim(regexp_replace({text}, '[^a-zA-Z0-9]+', '_', 'g'), '_')"


@compiles(Slug, *MYSQL)
def _slug_on_mysql(element: Slug, compiler: Any, **kw: Any) -> str:
    (text,) = _arguments(element, compiler, **kw)
    return f"TRIM(BOTH '_' FROM REGEXP_REPLACE({text}, '[^a-zA-Z0-9]+', '_'))"


@compiles(clock_timestamp, *MYSQL)
def _clock_on_mysql(*_: Any, **__: Any) -> str:
    return "SYSDATE(6)"


@compiles(statement_timestamp, *MYSQL)
@compiles(functions.now, *MYSQL)
def _now_on_mysql(*_: Any, **__: Any) -> str:
    return "NOW(6)"


@compiles(bool_or, *MYSQL)
def _any_on_mysql(element: bool_or, compiler: Any, **kw: Any) -> str:
    return f"MAX({', '.join(_arguments(element, compiler, **kw))})"


@compiles(length, *MYSQL)
def _length_on_mysql(element: length, compiler: Any, **kw: Any) -> str:
    return f"CHAR_LENGTH({', '.join(_arguments(element, compiler, **kw))})"


@compiles(greatest, *MYSQL)
def _greatest_on_mysql(element: greatest, compiler: Any, **kw: Any) -> str:
    shown = _arguments(element, compiler, **kw)
    known = (f"COALESCE({', '.join([each, *shown])})" for each in shown)
    return f"GREATEST({', '.join(known)})"


@compiles(strpos, *MYSQL)
def _place_on_mysql(element: strpos, compiler: Any, **kw: Any) -> str:
    return f"INSTR({', '.join(_arguments(element, compiler, **kw))})"


@compiles(starts_with, *MYSQL)
def _begins_on_mysql(element: starts_with, compiler: Any, **kw: Any) -> str:
    text, start = _arguments(element, compiler, **kw)
    # The place of an empty text is the first.
    return f"(LOCATE({start}, {text}) = 1)"


@compiles(UnaryExpression, *MYSQL)
def _nulls_on_mysql(element: UnaryExpression[Any], compiler: Any, **kw: Any) -> str:
    """Its own order has NULL before all else."""
    if element.modifier not in (operators.nulls_first_op, operators.nulls_last_op):
        return compiler.visit_unary(element, **kw)
    ordered = element.element
    value = ordered.element if isinstance(ordered, UnaryExpression) else ordered
    first = value.is_(None) if element.modifier is operators.nulls_last_op else value.is_not(None)
    return f"{compiler.process(first, **kw)}, {compiler.process(ordered, **kw)}"


@compiles(FunctionFilter, *MYSQL)
def _filtered_on_mysql(element: FunctionFilter[Any], compiler: Any, **kw: Any) -> str:
    """Of the others there is NULL, which no aggregate counts."""
    function, condition = element.func, compiler.process(element.criterion, **kw)
    shown = ", ".join(compiler.process(each, **kw) for each in function.clauses if str(each) != "*") or "1"
    return f"{function.name}(CASE WHEN {condition} THEN {shown} END)"


@compiles(timezone, *MYSQL)
def _zone_on_mysql(element: timezone, compiler: Any, **kw: Any) -> str:
    """By our own zones: MySQL's are a table that somebody has to fill first."""
    zone, moment = element.clauses
    offsets = _offsets(str(zone).strip("'"), datetime.now(UTC).year + 2)
    (_, last), before = offsets[-1], offsets[:-1]
    at = mysql.DATETIME(fsp=6)
    seconds = case(*((moment < literal(until, at), offset) for until, offset in before), else_=last) if before else None
    shown = compiler.process(literal(last) if seconds is None else seconds, **kw)
    return f"DATE_ADD({compiler.process(moment, **kw)}, INTERVAL {shown} SECOND)"


@lru_cache(maxsize=64)
def _offsets(zone: str, last_year: int) -> list[tuple[datetime, int]]:
    """(until when, in UTC without a zone; seconds ahead of it), and the last one without an end."""
    own, found = ZoneInfo(zone), list[tuple[datetime, int]]()

    def ahead(at: datetime) -> int:
        return int((at.astimezone(own).utcoffset() or timedelta()).total_seconds())

    at, step = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC), timedelta(days=7)
    while at.year < last_year:
        if ahead(at) != ahead(at + step):
            low, high = at, at + step
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if ahead(middle) == ahead(low) else (low, middle)
            found.append((_whole_minute(high), ahead(at)))
        at += step
    return [*found, (at.replace(tzinfo=None), ahead(at))]


def _whole_minute(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None, second=0, microsecond=0)
