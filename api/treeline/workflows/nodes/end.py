"""The end of a workflow: what it returns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field

from treeline.workflows.engine.step import Done, Selector
from treeline.workflows.engine.values import type_named
from treeline.workflows.nodes.fields import NamedValue, chosen
from treeline.workflows.nodes.node import Context, Node, NodeData


class EndData(NodeData):
    outputs: list[NamedValue] = Field(default_factory=list)


class EndNode(Node[EndData]):
    kind = "end"
    data = EndData
    default: ClassVar[Mapping[str, Any]] = {"outputs": []}

    def reads(self, data: EndData) -> Iterable[Selector]:
        return chosen(each.value_selector for each in data.outputs)

    def parts(self, data: EndData) -> Sequence[str | Selector]:
        parts: list[str | Selector] = []
        for each in data.outputs:
            if each.value_selector:
                parts += ["\n", each.value_selector] if parts else [each.value_selector]
        return parts

    def outputs(self, data: EndData) -> Mapping[str, str]:
        return {each.variable: type_named(each.value_type or "") or "any" for each in data.outputs}

    async def run(self, context: Context, data: EndData) -> Done:
        return Done({each.variable: context.value(each.value_selector) for each in data.outputs})
