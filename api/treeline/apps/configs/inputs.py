"""The inputs of an end user: validated against the form, and inserted into the prompt."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from treeline.apps.configs.fields import FormField, NotTaken
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import Problem

_PLACE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")


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
    try:
        return field.value(given)
    except NotTaken as error:
        path = f"inputs.{field.variable}"
        raise InvalidInput(f"{path} {error}.", [Problem(error.code, str(error), error.params).at(path)]) from error
