"""Names of value types, as they are spelled today."""

import re
from typing import Any

_ONE = "string|number|integer|float|boolean|object|file|any"
_TYPE = re.compile(rf"array(\[({_ONE})\])?|{_ONE}|secret|none")
_OTHER_NAMES = {"bool": "boolean", "array[bool]": "array[boolean]", "int": "integer", "str": "string"}


def value_type(name: Any) -> Any:
    """A value type as it is spelled today: once it was Array[String]."""
    if not isinstance(name, str):
        return name
    lowered = _OTHER_NAMES.get(name.lower(), name.lower())
    return lowered if _TYPE.fullmatch(lowered) else name
