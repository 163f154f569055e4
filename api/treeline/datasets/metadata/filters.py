"""Filters of documents by their fields: a tree of conditions, and the same as SQL.

A document without the field meets no condition but "empty" and the negative ones: "is not", "≠", "not in", "not
contains" are true wherever their opposite is not. Upper and lower case differ.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from sqlalchemy import ColumnElement, Numeric, and_, case, cast, extract, false, func, not_, null, or_, select, true

from treeline.accounts.models import Account
from treeline.datasets.models import DatasetMetadata, Document
from treeline.kernel.errors import InvalidInput
from treeline.kernel.text import clean

Kind = Literal["string", "number", "time"]
Value = str | int | float | list[Any] | None

MAX_CONDITIONS, MAX_DEPTH, MAX_VALUES, MAX_TEXT = 100, 5, 500, 2000

# As existing clients write them, and what is meant.
ALIASES = {
    "==": "=",
    "!=": "≠",
    "<>": "≠",
    ">=": "≥",
    "<=": "≤",
    "is": "=",
    "is not": "≠",
    "before": "<",
    "after": ">",
    "starts with": "start with",
    "ends with": "end with",
    "is empty": "empty",
    "is not empty": "not empty",
}
NEGATIONS = {"≠": "=", "not in": "in", "not contains": "contains", "not empty": "empty"}
ORDERS = {">", "<", "≥", "≤"}
TEXTS = {"contains", "start with", "end with"}
OPERATORS: dict[Kind, set[str]] = {
    "string": {"=", "in", "empty", *TEXTS, *NEGATIONS},
    "number": {"=", "in", "empty", "≠", "not in", "not empty", *ORDERS},
    "time": {"=", "empty", "≠", "not empty", *ORDERS},
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`operator`: one of OPERATORS."""

    name: str
    operator: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class Group:
    every: bool
    parts: "tuple[Condition | Group, ...]"


Filter = Condition | Group


@dataclass(frozen=True, slots=True)
class FilterField:
    """What conditions on a name look at: a text, or a number; of times, the seconds since 1970."""

    kind: Kind
    expression: ColumnElement[Any]


def _seconds(moment: Any) -> ColumnElement[Any]:
    return func.floor(cast(extract("epoch", moment), Numeric))


BUILT_IN: dict[str, FilterField] = {
    "document_name": FilterField("string", Document.name.expression),
    "folder": FilterField("string", Document.folder.expression),
    "uploader": FilterField(
        "string", select(Account.name).where(Account.id == Document.created_by).correlate(Document).scalar_subquery()
    ),
    "upload_date": FilterField("time", _seconds(Document.created_at)),
    "last_update_date": FilterField("time", _seconds(Document.updated_at)),
    "source": FilterField("string", Document.data_source_type.expression),
}


def fields_of(metadata: Iterable[DatasetMetadata]) -> dict[str, FilterField]:
    """What filters may name in a knowledge base that has these fields of its own."""
    return {each.name: _own_field(each) for each in metadata} | BUILT_IN


def _own_field(field: DatasetMetadata) -> FilterField:
    value = Document.fields[str(field.id)]
    if field.type == "string":
        return FilterField("string", value.as_string())
    number = case((func.jsonb_typeof(value) == "number", cast(value.as_string(), Numeric)), else_=null())
    return FilterField("time" if field.type == "time" else "number", number)


def parse(given: Any, path: str = "metadata_filtering_conditions") -> Filter | None:
    """What clients send: {logical_operator, conditions: [{name, comparison_operator, value}]}, and such within it."""
    if not given:
        return None
    parsed = _parse(given, path, MAX_DEPTH)
    if len(list(conditions(parsed))) > MAX_CONDITIONS:
        raise InvalidInput.at(path, "too_long", f"Use at most {MAX_CONDITIONS} conditions.", max_length=MAX_CONDITIONS)
    return parsed


def conditions(part: Filter) -> Iterable[Condition]:
    if isinstance(part, Condition):
        yield part
    else:
        for each in part.parts:
            yield from conditions(each)


def _parse(given: Any, path: str, depth: int) -> Filter:
    if not isinstance(given, Mapping) or not depth:
        raise InvalidInput.at(path, "filter_invalid", f"Use conditions, or groups of them up to {MAX_DEPTH} deep.")
    if "conditions" not in given:
        return _condition(given, path)
    operator, parts = given.get("logical_operator") or "and", given["conditions"] or []
    if operator not in ("and", "or") or not isinstance(parts, list):
        raise InvalidInput.at(path, "filter_invalid", 'A group has the logical operator "and" or "or" and a list.')
    return Group(
        operator == "and", tuple(_parse(each, f"{path}.conditions[{at}]", depth - 1) for at, each in enumerate(parts))
    )


def _condition(given: Mapping[str, Any], path: str) -> Condition:
    name, operator, value = given.get("name"), given.get("comparison_operator"), given.get("value")
    if not isinstance(name, str) or not name:
        raise InvalidInput.at(f"{path}.name", "filter_invalid", "Name a field.")
    operator = ALIASES.get(str(operator), str(operator))
    if not any(operator in known for known in OPERATORS.values()):
        known = ", ".join(sorted({*ALIASES, *(each for kind in OPERATORS.values() for each in kind)}))
        raise InvalidInput.at(f"{path}.comparison_operator", "filter_invalid", f"Use one of: {known}.")
    return Condition(name, operator, value)


def compiled(part: Filter, fields: Mapping[str, FilterField]) -> ColumnElement[bool]:
    """Of a query that has `documents`. A name that is not among the fields is one that no document has.

    Raises InvalidInput for operators and values that do not fit the field.
    """
    if isinstance(part, Group):
        parts = [compiled(each, fields) for each in part.parts]
        return and_(true(), *parts) if part.every or not parts else or_(*parts)
    field = fields.get(part.name, FilterField("string", null()))
    if part.name in fields and part.operator not in OPERATORS[field.kind]:
        accepted = ", ".join(sorted(OPERATORS[field.kind]))
        raise _wrong(part, f"{part.name} is a {field.kind}: use one of {accepted}.")
    positive = NEGATIONS.get(part.operator)
    if part.name not in fields:
        return true() if positive not in (None, "empty") or part.operator == "empty" else false()
    if positive is not None:
        return not_(_meets(part, positive, field))
    return _meets(part, part.operator, field)


def _meets(part: Condition, operator: str, field: FilterField) -> ColumnElement[bool]:
    """Never NULL, so that its opposite is one."""
    found = field.expression
    if operator == "empty":
        return or_(found.is_(None), found == "") if field.kind == "string" else found.is_(None)
    if operator == "in":
        values = part.value if isinstance(part.value, list) else str(part.value or "").split(",")
        if len(values) > MAX_VALUES:
            raise _wrong(part, f"List at most {MAX_VALUES} values.")
        return func.coalesce(found.in_([_value(part, field, _trimmed(each)) for each in values]), false())
    value = _value(part, field, part.value)
    return func.coalesce(_COMPARISONS[operator](found, value), false())


_COMPARISONS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "=": lambda found, value: found == value,
    ">": lambda found, value: found > value,
    "<": lambda found, value: found < value,
    "≥": lambda found, value: found >= value,
    "≤": lambda found, value: found <= value,
    "contains": lambda found, value: func.strpos(found, value) > 0,
    "start with": func.starts_with,
    "end with": lambda found, value: func.right(found, len(value)) == value,
}


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _value(part: Condition, field: FilterField, value: Any) -> Any:
    if field.kind == "string":
        return _text(part, value)
    number = _moment(value) if field.kind == "time" else _number(value)
    if number is None:
        wanted = "a time: seconds since 1970 or ISO 8601" if field.kind == "time" else "a number"
        raise _wrong(part, f"{part.name} is compared with {wanted}.")
    return number


def _text(part: Condition, value: Any) -> str:
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else None
    if text is None or len(text) > MAX_TEXT or clean(text) != text:
        raise _wrong(part, f"{part.name} is compared with a text of at most {MAX_TEXT} characters.")
    return text


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).strip()) if isinstance(value, str | int | float) else None
    except InvalidOperation:
        return None
    fits = number is not None and not isinstance(value, bool) and number.is_finite() and abs(number.adjusted()) < 100
    return number if fits else None


def _moment(value: Any) -> Decimal | None:
    if (number := _number(value)) is not None or not isinstance(value, str):
        return number
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return Decimal(int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()))


def _wrong(part: Condition, message: str) -> InvalidInput:
    return InvalidInput.at(f"metadata_filtering_conditions.{part.name}", "filter_invalid", message)
