"""The chosen tools of an agent node: what is settled is not asked of the model, and each call has a key of its own."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID, uuid5

from treeline.kernel.settings import KernelSettings
from treeline.providers.port import ToolSpec
from treeline.tools.builtin.registry import BUILTINS
from treeline.tools.builtin.tool import BadArgument
from treeline.tools.mcp.tools import McpTools, fitting_name
from treeline.tools.openapi.tools import OpenApiTools
from treeline.workflows.engine.step import Usage
from treeline.workflows.running.ports.granted import GrantedTools


@dataclass(frozen=True)
class Preset:
    """Arguments of a tool that the builder has settled; a built-in one has no provider here."""

    provider: str
    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Called:
    """A workflow as a tool, with what is settled of its arguments. `call`: with all of them, under a key."""

    spec: ToolSpec
    settled: Mapping[str, Any]
    call: Callable[[Mapping[str, Any], UUID], Awaitable[tuple[str, Usage | None]]]


class ChosenTools:
    """`async with`, in the event loop that calls: it ends the connections."""

    def __init__(
        self,
        own: Sequence[ToolSpec],
        there: GrantedTools,
        settings: KernelSettings,
        effect_key: UUID,
        presets: Sequence[Preset],
        flows: Sequence[Called] = (),
    ):
        self.mcp = McpTools(there.servers, settings)
        taken = {spec.name for spec in [*own, *self.mcp.specs]}
        self.apis = OpenApiTools(there.apis, settings, taken)
        self.effect_key = effect_key
        self.used = Usage()
        self._own = {spec.name for spec in own}
        self._calls: Counter[str] = Counter()
        origins = [("", spec.name) for spec in own]
        origins += [(server.name, tool.name) for server in there.servers for tool in server.tools]
        origins += [(api.target.name, operation.name) for api in there.apis for operation in api.operations]
        specs = [*own, *self.mcp.specs, *self.apis.specs]
        self._preset = {
            spec.name: arguments
            for spec, origin in zip(specs, origins, strict=True)
            if (arguments := _settled(presets, *origin))
        }
        self._flows: dict[str, Called] = {}
        for flow in flows:
            name = fitting_name("workflow", flow.spec.name, {*(spec.name for spec in specs), *self._flows})
            self._flows[name] = flow
            self._preset[name] = dict(flow.settled)
            specs.append(replace(flow.spec, name=name))
        self.specs = [_without(spec, self._preset.get(spec.name, {})) for spec in specs]

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        given = {**arguments, **self._preset.get(name, {})}
        if name in self._own:
            return _acted(name, given)
        key = self._key(name, given)
        if name in self._flows:
            text, used = await self._flows[name].call(given, key)
            self.used += used or Usage()
            return text
        box = self.mcp if any(spec.name == name for spec in self.mcp.specs) else self.apis
        return await box.call(name, given, key)

    def _key(self, name: str, arguments: Mapping[str, Any]) -> UUID:
        """The same for the same call in a further attempt, as far as a model repeats itself."""
        said = f"{name} {json.dumps(arguments, sort_keys=True, default=str)}"
        self._calls[said] += 1
        return uuid5(self.effect_key, f"{said} {self._calls[said]}")

    async def __aenter__(self) -> Self:
        await self.mcp.__aenter__()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.mcp.__aexit__(*raised)


def _acted(name: str, arguments: Mapping[str, Any]) -> str:
    tool = next(tools[name] for tools in BUILTINS.values() if name in tools)
    try:
        return tool.act(arguments)
    except BadArgument as error:
        return f"Error: {error}."


def _settled(presets: Sequence[Preset], provider: str, tool: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in presets:
        if (each.provider, each.tool) == (provider, tool):
            found |= each.arguments
    return found


def _without(spec: ToolSpec, settled: Mapping[str, Any]) -> ToolSpec:
    if not settled:
        return spec
    schema = dict(spec.parameters)
    properties = schema.get("properties")
    schema["properties"] = {name: each for name, each in (properties or {}).items() if name not in settled}
    schema["required"] = [name for name in schema.get("required") or () if name not in settled]
    return replace(spec, parameters=schema)
