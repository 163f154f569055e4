"""What whoever asks fills in: checked against the form, and put into the prompt."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from treeline.apps.configs.schemas import FormField
from treeline.kernel.errors import InvalidInput

_PLACE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")
MAX_TEXT = 100_000


def check_inputs(form: Iterable[FormField], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The form's variables, filled in or by their defaults; whatever else was sent is left out. Raises InvalidInput."""
    return {field.variable: _checked(field, inputs.get(field.variable)) for field in form}


def render(template: str, variables: Mapping[str, Any]) -> str:
    """The template with the values of `{{name}}`. Nothing in a value is a place; a name that is unknown stays."""

    def value(place: re.Match[str]) -> str:
        return _shown(variables[place[1]]) if place[1] in variables else place[0]

    return _PLACE.sub(value, template)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _checked(field: FormField, given: Any) -> Any:
    if given is None or given == "":
        given = field.default
    if given is None or given == "":
        if field.required:
            raise _refused(field, "is required")
        return {"number": None, "checkbox": False}.get(field.kind, "")
    if field.kind == "checkbox":
        return _ticked(field, given)
    if field.kind == "number":
        return _number(field, given)
    if not isinstance(given, str):
        raise _refused(field, f"is a text, not {given!r:.60}")
    if field.kind == "select" and given not in field.options:
        raise _refused(field, f"is one of {', '.join(field.options)}")
    if len(given) > (field.max_length or MAX_TEXT):
        raise _refused(field, f"has at most {field.max_length or MAX_TEXT} characters")
    if "\0" in given:
        raise _refused(field, "holds no NUL character")
    return given


def _ticked(field: FormField, given: Any) -> bool:
    if given in ("true", "false"):
        return given == "true"
    if not isinstance(given, (bool, int)) or given not in (0, 1):
        raise _refused(field, "is true or false")
    return bool(given)


def _number(field: FormField, given: Any) -> int | float:
    """Forms send numbers as text too."""
    try:
        number = float(given) if isinstance(given, (int, float, str)) and not isinstance(given, bool) else None
    except (ValueError, OverflowError):
        number = None
    if number is None or number != number or number in (float("inf"), float("-inf")):
        raise _refused(field, "is a number")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _refused(field: FormField, why: str) -> InvalidInput:
    path = f"inputs.{field.variable}"
    return InvalidInput(f"{path} {why}.", [{"path": path, "message": why}])
