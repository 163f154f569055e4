"""One name for what one of several branches gave: the first value that is not null."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field

from treeline.workflows.engine.step import Done, Selector
from treeline.workflows.engine.values import type_named
from treeline.workflows.nodes.fields import NodePart, Reference, chosen
from treeline.workflows.nodes.node import Context, Node, NodeData


class AggregatorGroup(NodePart):
    group_name: str = ""
    output_type: str | None = None
    variables: list[Reference] = Field(default_factory=list)


class AggregatorSettings(NodePart):
    group_enabled: bool = False
    groups: list[AggregatorGroup] = Field(default_factory=list)


class VariableAggregatorData(NodeData):
    output_type: str | None = None
    variables: list[Reference] = Field(default_factory=list)
    advanced_settings: AggregatorSettings | None = None

    def groups(self) -> Sequence[AggregatorGroup] | None:
        """None: it has one output only."""
        settings = self.advanced_settings
        return settings.groups if settings and settings.group_enabled else None


class VariableAggregatorNode(Node[VariableAggregatorData]):
    """Outputs: `output`, or with groups an object with `output` under the name of each."""

    kind = "variable-aggregator"
    data = VariableAggregatorData
    default: ClassVar[Mapping[str, Any]] = {"variables": [], "output_type": "any"}

    def reads(self, data: VariableAggregatorData) -> Iterable[Selector]:
        groups = data.groups()
        if groups is None:
            return chosen(data.variables)
        return chosen(selector for group in groups for selector in group.variables)

    def outputs(self, data: VariableAggregatorData) -> Mapping[str, str]:
        groups = data.groups()
        if groups is None:
            return {"output": type_named(data.output_type or "") or "any"}
        return {group.group_name: "object" for group in groups}

    async def run(self, context: Context, data: VariableAggregatorData) -> Done:
        groups = data.groups()
        if groups is None:
            return Done({"output": _first(context, data.variables)})
        return Done({group.group_name: {"output": _first(context, group.variables)} for group in groups})


def _first(context: Context, selectors: Iterable[Selector]) -> Any:
    values = (context.value(selector) for selector in selectors)
    return next((value for value in values if value is not None), None)
