"""Validation errors: a stable code, its parameters, and a sentence in English.

Clients in other languages translate it by its code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString

from pydantic import ValidationError
from pydantic_core import PydanticCustomError


def invalid(code: LiteralString, message: LiteralString, **params: Any) -> PydanticCustomError:
    """To be raised by a validator. `message` may name the parameters in braces."""
    return PydanticCustomError(code, message, params)


@dataclass(frozen=True)
class Problem:
    """The same, found without pydantic. As text it is its sentence."""

    code: str
    message: str
    params: Mapping[str, int | float | str] = field(default_factory=dict[str, int | float | str])

    def at(self, path: str) -> dict[str, Any]:
        """As one of the `details` of an error: what is wrong with what stands at `path`."""
        return {"path": path, "message": self.message, "type": self.code, "params": dict(self.params)}

    def __str__(self) -> str:
        return self.message


def problem(code: str, message: str, **params: float | str) -> Problem:
    return Problem(code, message, params)


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
