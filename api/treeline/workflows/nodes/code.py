"""Runs the app builder's own code."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from treeline.kernel.text import clean
from treeline.workflows.code.failures import CodeFailed
from treeline.workflows.code.runner import check, run
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.values import described, fits, problem_of, type_named
from treeline.workflows.nodes.fields import NamedValue, NodePart, chosen
from treeline.workflows.nodes.node import Context, Limits, Node, NodeData


class CodeOutput(NodePart):
    type: str = "string"
    # Of an object, or of each object in an array.
    children: dict[str, "CodeOutput"] | None = None

    @property
    def value_type(self) -> str:
        return type_named(self.type) or "any"


class CodeData(NodeData):
    code_language: str = "python3"
    code: str = ""
    variables: list[NamedValue] = Field(default_factory=list)
    outputs: dict[str, CodeOutput] = Field(default_factory=dict)


class CodeNode(Node[CodeData]):
    kind = "code"
    # It changes nothing, but takes its time.
    effect: ClassVar[Effect] = "read"
    data = CodeData
    default: ClassVar[Mapping[str, Any]] = {
        "code_language": "python3",
        "code": 'def main(arg1: str, arg2: str) -> dict:\n    return {\n        "result": arg1 + arg2,\n    }\n',
        "variables": [{"variable": "arg1", "value_selector": []}, {"variable": "arg2", "value_selector": []}],
        "outputs": {"result": {"type": "string", "children": None}},
    }

    def reads(self, data: CodeData) -> Iterable[Selector]:
        return chosen(each.value_selector for each in data.variables)

    def outputs(self, data: CodeData) -> Mapping[str, str]:
        return {name: output.value_type for name, output in data.outputs.items()}

    def problems(self, data: CodeData) -> Iterable[tuple[str, str]]:
        for each in check(data.code_language, data.code):
            yield "code", f"Line {each.line}: {each.message}"

    async def run(self, context: Context, data: CodeData) -> Done:
        inputs = {each.variable: context.value(each.value_selector) for each in data.variables}
        limits = context.limits
        seconds = max(0.1, min(limits.code_seconds, context.seconds_left))
        try:
            result = await asyncio.to_thread(run, data.code_language, data.code, inputs, seconds, limits.code_bytes)
        except CodeFailed as error:
            place = f"Line {error.line}: " if error.line else ""
            raise NodeFailed(error.kind, f"{place}{error.message}.", retryable=error.retryable) from error
        return Done(_checked(clean(result), data.outputs, limits))


def _checked(result: Any, outputs: Mapping[str, CodeOutput], limits: Limits) -> dict[str, Any]:
    """The declared outputs; what else there is, is left out."""
    if not isinstance(result, dict):
        raise _wrong(f"main returned {described(result)}; an object with the outputs is accepted")
    checked = {}
    for name, output in outputs.items():
        if name not in result:
            raise _wrong(f'main returned no "{name}"; {output.value_type} is declared')
        value = checked[name] = result[name]
        over = problem_of(
            value, depth=limits.depth, items=limits.array_items, characters=limits.text_characters, path=name
        )
        found = f"{over} ({_setting(over)})" if over else _mismatch(value, output, name)
        if found:
            raise _wrong(found)
    return checked


def _setting(over: str) -> str:
    if "characters" in over:
        return "CODE_MAX_STRING_LENGTH"
    return "CODE_MAX_ARRAY_LENGTH" if "items" in over else "5 levels at most"


def _mismatch(value: Any, output: CodeOutput, path: str) -> str | None:
    if not fits(value, output.value_type):
        return f"{path} is {described(value)}; {output.value_type} is declared"
    if not output.children or value is None:
        return None
    items = [(path, value)] if isinstance(value, dict) else [(f"{path}[{at}]", each) for at, each in enumerate(value)]
    for here, item in items:
        if not isinstance(item, dict):
            continue
        for name, child in output.children.items():
            if name not in item:
                return f"{here}.{name} is missing; {child.value_type} is declared"
            found = _mismatch(item[name], child, f"{here}.{name}")
            if found:
                return found
    return None


def _wrong(message: str) -> NodeFailed:
    return NodeFailed("code_output", f"{message}.")
