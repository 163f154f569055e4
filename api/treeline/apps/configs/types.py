"""The types of conversation variables, as a config declares them."""

from collections.abc import Callable
from typing import Any


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


ONE: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": _number,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": _number,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
}


def fits(value_type: str, value: Any) -> bool:
    """Whether a value is of a type: one of ONE, `array` or `array[any]`, or an array of one of those."""
    if value_type.startswith("array"):
        inner = value_type.removeprefix("array").strip("[]")
        each = ONE.get(inner, lambda _: True)
        return isinstance(value, list) and all(each(item) for item in value)
    return ONE[value_type](value) if value_type in ONE else False


def nothing(value_type: str) -> Any:
    """What a variable begins with when nobody says."""
    empty: dict[str, Any] = {"string": "", "number": 0, "boolean": False, "object": {}}
    return [] if value_type.startswith("array") else empty[value_type]
