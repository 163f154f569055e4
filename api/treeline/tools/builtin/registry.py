"""The built-in tools, by provider and name."""

from collections.abc import Mapping

from treeline.tools.builtin.time import TIME
from treeline.tools.builtin.tool import BuiltinTool

BUILTINS: Mapping[str, Mapping[str, BuiltinTool]] = {
    "time": {tool.spec.name: tool for tool in TIME},
}


def builtin(provider: str, name: str) -> BuiltinTool | None:
    """`provider`: its last part counts, as in "langgenius/time/time"."""
    return BUILTINS.get(provider.rpartition("/")[2], {}).get(name)
