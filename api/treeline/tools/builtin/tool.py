"""What a built-in tool is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from treeline.providers.port import ToolSpec


class BadArgument(ValueError):
    """The message says what was given and what is accepted."""


@dataclass(frozen=True)
class BuiltinTool:
    """`act`: from the arguments to a text. It waits for nothing. Raises BadArgument."""

    spec: ToolSpec
    act: Callable[[Mapping[str, Any]], str]
