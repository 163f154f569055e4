"""Values of rows, in JSON that says the same whichever database they come from.

UUIDs are text with dashes, times are in UTC with microseconds, bytes are Base64, decimals are text without trailing
zeros, lists and JSON are themselves with sorted keys. In the same order, equal rows are equal lines.
"""

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Text,
    Uuid,
    cast,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from treeline.operations.backups.errors import SchemaDiffers

LIST = "list of "
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (JSON, "json"),
    (Uuid, "uuid"),
    (DateTime, "time"),
    (LargeBinary, "bytes"),
    (Boolean, "boolean"),
    (Float, "float"),
    (Numeric, "decimal"),
    (Integer, "integer"),
    (String, "text"),
)
Convert = Callable[[Any], Any]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def kind_of(column: Column[Any], dialect: Dialect) -> str:
    """What is kept of a column's type. Raises SchemaDiffers for one that nobody has thought of."""
    kind = _kind(column.type.dialect_impl(dialect))
    if kind is None:
        raise SchemaDiffers(f"Backups don't know the type of {column.table.name}.{column.name}: {column.type!r}.")
    return kind


def _kind(type_: TypeEngine[Any]) -> str | None:
    if isinstance(type_, TypeDecorator):
        return _kind(type_.impl_instance)
    if isinstance(type_, ARRAY):
        item = _kind(type_.item_type)
        return item and LIST + item
    return next((kind for known, kind in _KINDS if isinstance(type_, known)), None)


def selected(column: Column[Any], kind: str) -> Any:
    """JSON as text: the driver's None would be both SQL's NULL and JSON's null."""
    return cast(column, Text).label(column.name) if kind == "json" else column


class Lines:
    """Rows of one table as lines, and lines as rows; `kinds` in the order of the columns."""

    def __init__(self, kinds: Sequence[str]):
        self._to = [_TO.get(kind) or _each(_TO, kind) for kind in kinds]
        self._from = [_FROM.get(kind) or _each(_FROM, kind) for kind in kinds]

    def line(self, row: Sequence[Any]) -> bytes:
        pairs = zip(row, self._to, strict=True)
        return _encode([value if to is None or value is None else to(value) for value, to in pairs]).encode() + b"\n"

    def values(self, cells: Sequence[Any]) -> list[Any]:
        """Of a parsed line. What was SQL's NULL in a column of JSON is None, JSON's null the text `null`."""
        pairs = zip(cells, self._from, strict=True)
        return [value if back is None or value is None else back(value) for value, back in pairs]


class Digest:
    """Of rows in any order: how many, and the sum of their hashes."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self._sum += int.from_bytes(sha256(line).digest(), "big")

    @property
    def text(self) -> str:
        return f"{self._sum % 2**256:064x}"


def _time(value: datetime) -> str:
    """Where the database keeps no zone, it is UTC."""
    moment = value.astimezone(UTC) if value.tzinfo else value
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _decimal(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _float(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _json(text: str) -> list[Any]:
    """Within a list, so that JSON's null is not SQL's NULL."""
    return [json.loads(text)]


def _json_text(cell: list[Any]) -> str:
    return json.dumps(cell[0], ensure_ascii=False)


_TO: dict[str, Convert | None] = {
    "uuid": str,
    "time": _time,
    "bytes": lambda value: b64encode(value).decode(),
    "decimal": _decimal,
    "float": _float,
    "json": _json,
}
_FROM: dict[str, Convert | None] = {
    "uuid": UUID,
    "time": datetime.fromisoformat,
    "bytes": lambda text: b64decode(text, validate=True),
    "decimal": Decimal,
    "float": float,
    "json": _json_text,
}


def _each(converts: dict[str, Convert | None], kind: str) -> Convert | None:
    inner = converts.get(kind.removeprefix(LIST)) if kind.startswith(LIST) else None
    return inner and (lambda values: [inner(value) for value in values])
