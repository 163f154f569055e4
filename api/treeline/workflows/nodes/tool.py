"""The node `tool`: one call of one tool."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast
from uuid import uuid5

from pydantic import Field, field_validator

from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.templates import selectors
from treeline.workflows.engine.values import to_json
from treeline.workflows.nodes.asking import Configured
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.running.ports.tools import ToolRef, Tools

OUTPUTS = ("text", "files", "json")


class ToolInput(Configured):
    """`type`: mixed is a template, variable a selector, constant a value as it stands."""

    type: str = "mixed"
    value: Any = None

    def reads(self) -> list[Selector]:
        if self.type == "variable" and isinstance(self.value, list):
            return [tuple(str(each) for each in self.value)]
        return selectors(self.value) if isinstance(self.value, str) and self.type != "constant" else []

    def read(self, context: Context) -> Any:
        if self.type == "variable" and isinstance(self.value, list):
            return context.value(self.value)
        if isinstance(self.value, str) and self.type != "constant":
            return context.text(self.value)
        return self.value


class ToolData(NodeData):
    provider_id: str = ""
    provider_type: str = "builtin"
    provider_name: str = ""
    tool_name: str = ""
    tool_parameters: dict[str, ToolInput] = Field(default_factory=dict)
    tool_configurations: dict[str, Any] = Field(default_factory=dict)

    @field_validator("tool_parameters", "tool_configurations", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return {} if value is None else value

    @property
    def inputs(self) -> dict[str, ToolInput]:
        """Configurations are plain values, or have the shape of parameters."""
        settled = {name: as_input(value) for name, value in self.tool_configurations.items()}
        return {**settled, **self.tool_parameters}

    @property
    def ref(self) -> ToolRef:
        # Plug-ins of other systems are what is built in here.
        kind = "builtin" if self.provider_type == "plugin" else self.provider_type
        return ToolRef(kind, self.provider_id, self.tool_name, self.provider_name)


def as_input(value: Any) -> ToolInput:
    if isinstance(value, dict) and "value" in value and set(value) <= {"type", "value"}:
        return ToolInput.model_validate(value)
    return ToolInput(type="constant", value=value)


class ToolNode(Node[ToolData]):
    kind = "tool"
    effect: ClassVar[Effect] = "write"
    data = ToolData
    default: ClassVar[Mapping[str, Any]] = {
        "provider_id": "",
        "provider_type": "builtin",
        "provider_name": "",
        "tool_name": "",
        "tool_parameters": {},
        "tool_configurations": {},
    }

    def reads(self, data: ToolData) -> Iterable[Selector]:
        return [selector for each in data.inputs.values() for selector in each.reads()]

    def outputs(self, data: ToolData) -> Mapping[str, str]:
        return {"text": "string", "files": "array[file]", "json": "array[object]"}

    def missing(self, data: ToolData) -> Iterable[tuple[str, str]]:
        if not data.tool_name:
            yield "tool_name", "no tool is chosen"

    async def run(self, context: Context, data: ToolData) -> Done:
        if not data.tool_name:
            raise NodeFailed("tool_not_found", "No tool is chosen in this node.")
        arguments = {name: each.read(context) for name, each in data.inputs.items()}
        key = context.effect_key
        if data.ref.kind == "workflow" and context.retries:
            # The run that failed stays what it is: another one tries again.
            key = uuid5(key, f"retry {context.retries}")
        reply = await cast(Tools, context.ports.tools).call(data.ref, arguments, key)
        size, most = len(reply.text), context.limits.text_characters
        if size > most:
            told = f"{data.tool_name} returned {size:,} characters; the limit is {most:,}."
            raise NodeFailed("tool_reply_too_large", told)
        outputs: dict[str, Any] = {"text": reply.text, "files": list(reply.files), "json": list(reply.data)}
        # What a tool says it returns can be selected by its own names.
        if len(reply.data) == 1 and isinstance(reply.data[0], dict):
            outputs |= {name: value for name, value in reply.data[0].items() if name not in OUTPUTS}
        told = {"tool": data.tool_name, "arguments": to_json(arguments)}
        return Done(outputs, process_data=told, usage=reply.usage)
