"""What the data of several node types have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from treeline.workflows.engine.step import Selector
from treeline.workflows.nodes.node import Context


def _selector(value: Any) -> Any:
    """Ids are texts, even if YAML took one for a number; nothing chosen yet is an empty selector."""
    if value is None or value == "":
        return ()
    return [str(part) if isinstance(part, int) else part for part in value] if isinstance(value, list) else value


Reference = Annotated[Selector, BeforeValidator(_selector)]


class NodePart(BaseModel):
    """Of a node's data. What is not known is kept."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)


class NamedValue(NodePart):
    """A variable under a name of the node's own."""

    variable: str = ""
    value_selector: Reference = ()
    value_type: str | None = None


@dataclass(frozen=True)
class Values:
    """What a node's context knows, to be looked up like a scope."""

    context: Context

    def get(self, selector: Sequence[str]) -> Any:
        return self.context.value(selector)


def chosen(selectors: Iterable[Selector]) -> list[Selector]:
    """Each once, and none that is empty."""
    return [selector for selector in dict.fromkeys(selectors) if selector]
