"""Makes a text by a Jinja template."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from treeline.workflows.code.templates import plain, problem_of, render
from treeline.workflows.engine.step import Done, Selector
from treeline.workflows.nodes.fields import NamedValue, chosen
from treeline.workflows.nodes.node import Context, Node, NodeData


class TemplateTransformData(NodeData):
    template: str = ""
    variables: list[NamedValue] = Field(default_factory=list)


class TemplateTransformNode(Node[TemplateTransformData]):
    kind = "template-transform"
    data = TemplateTransformData
    default: ClassVar[Mapping[str, Any]] = {"template": "{{ arg1 }}", "variables": []}

    def reads(self, data: TemplateTransformData) -> Iterable[Selector]:
        return chosen(each.value_selector for each in data.variables)

    def outputs(self, data: TemplateTransformData) -> Mapping[str, str]:
        return {"output": "string"}

    def problems(self, data: TemplateTransformData) -> Iterable[tuple[str, str]]:
        problem = problem_of(data.template)
        if problem:
            yield "template", problem

    async def run(self, context: Context, data: TemplateTransformData) -> Done:
        values = {each.variable: plain(context.value(each.value_selector)) for each in data.variables}
        return Done({"output": render(data.template, values, context.limits)})
