"""What is wrong with a value: a code that stays, the numbers and names that belong to it, and a sentence in English.

Clients that speak another language say it in their own words, by the code.
"""

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString

from pydantic import ValidationError
from pydantic_core import PydanticCustomError


def invalid(code: LiteralString, message: LiteralString, **params: Any) -> PydanticCustomError:
    """To be raised by a validator. `message` may name the parameters in braces."""
    return PydanticCustomError(code, message, params)


def details_of(error: ValidationError) -> list[dict[str, Any]]:
    """Each {path, message, type, params}."""
    return [
        {
            "path": place(problem["loc"]),
            "message": problem["msg"].removeprefix("Value error, "),
            "type": problem["type"],
            "params": _shown(problem.get("ctx", {})),
        }
        for problem in error.errors(include_url=False, include_input=False)
    ]


def place(location: Iterable[int | str]) -> str:
    """`children[3].name` for ("children", 3, "name")."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")


def _shown(context: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each if isinstance(each, (int, float, str)) else str(each) for name, each in context.items()}
