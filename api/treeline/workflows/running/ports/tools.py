"""Tools as nodes call them: built-in ones, MCP servers, OpenAPI documents, and workflows."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from treeline.kernel.db import unit_of_work
from treeline.kernel.settings import KernelSettings
from treeline.kernel.text import clean
from treeline.kernel.threads import in_thread
from treeline.providers.port import ToolSpec
from treeline.tools.builtin.registry import BUILTINS, builtin
from treeline.tools.builtin.tool import BadArgument
from treeline.tools.loop import Toolbox
from treeline.tools.mcp.connection import connected
from treeline.tools.mcp.tools import GrantedServer, told_by
from treeline.tools.openapi.tools import GrantedApi, OpenApiTools
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed, Usage
from treeline.workflows.engine.values import read_json
from treeline.workflows.running.ports.boxes import Called, ChosenTools, Preset
from treeline.workflows.running.ports.failures import as_node_failures
from treeline.workflows.running.ports.files import Files
from treeline.workflows.running.ports.granted import GrantedTools, granted
from treeline.workflows.running.ports.pictures import kept_files


@dataclass(frozen=True)
class ToolRef:
    """A tool as a graph names it. `kind`: builtin, mcp, api or workflow; `provider`: an id, or a name."""

    kind: str
    provider: str
    name: str
    provider_name: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names its provider."""
        return self.kind, self.provider, self.provider_name


@dataclass(frozen=True)
class ToolReply:
    """`data`: what came as JSON, one a piece; `usage`: of the models that a workflow asked."""

    text: str
    data: tuple[Any, ...] = ()
    files: tuple[File, ...] = ()
    usage: Usage | None = None


class NodeTools(Toolbox, Protocol):
    """`used`: of the models that its workflows asked so far."""

    used: Usage


class Workflows(Protocol):
    """The workspace's published workflows. Both raise NodeFailed: tool_not_found, workflow_call_depth …"""

    async def call(self, tool: ToolRef, arguments: Mapping[str, Any], key: UUID) -> ToolReply: ...

    async def specs(self, tools: Sequence[ToolRef]) -> list[ToolSpec]: ...


class Tools(Protocol):
    async def call(self, tool: ToolRef, arguments: Mapping[str, Any], effect_key: UUID) -> ToolReply:
        """Raises NodeFailed: tool_not_found, tool_failed, mcp_server_failed …"""
        ...

    def box(
        self, tools: Sequence[tuple[ToolRef, Mapping[str, Any]]], effect_key: UUID
    ) -> AbstractAsyncContextManager[NodeTools]:
        """Tools for a model, each with arguments that are settled already. Raises NodeFailed: tool_not_found."""
        ...


@dataclass(frozen=True)
class WorkspaceTools(Tools):
    workspace_id: UUID
    settings: KernelSettings
    files: Files
    workflows: Workflows | None = None

    async def call(self, tool: ToolRef, arguments: Mapping[str, Any], effect_key: UUID) -> ToolReply:
        if tool.kind == "builtin":
            return _act(tool, arguments)
        if tool.kind == "workflow":
            return await self._workflows.call(tool, arguments, effect_key)
        with as_node_failures():
            there = await self._granted([tool])
            if there.servers:
                return await self._by_mcp(there.servers[0], tool.name, arguments, effect_key)
            return await self._by_api(there.apis[0], arguments, effect_key)

    @asynccontextmanager
    async def box(
        self, tools: Sequence[tuple[ToolRef, Mapping[str, Any]]], effect_key: UUID
    ) -> AsyncIterator[NodeTools]:
        own = {_known(tool).spec.name: _known(tool).spec for tool, _ in tools if tool.kind == "builtin"}
        with as_node_failures():
            there = await self._granted([tool for tool, _ in tools if tool.kind not in ("builtin", "workflow")])
        called = list({tool.provider: (tool, settled) for tool, settled in tools if tool.kind == "workflow"}.values())
        specs = await self._workflows.specs([tool for tool, _ in called]) if called else []
        flows = [
            Called(spec, settled, partial(self._called, tool))
            for spec, (tool, settled) in zip(specs, called, strict=True)
        ]
        presets = [Preset(there.names.get(tool.key, ""), tool.name, settled) for tool, settled in tools if settled]
        chosen = ChosenTools(list(own.values()), there, self.settings, effect_key, presets, flows)
        async with chosen as box:
            yield box

    @property
    def _workflows(self) -> Workflows:
        if self.workflows is None:
            raise NodeFailed("tool_not_available", "Workflows can't be called as tools here.")
        return self.workflows

    async def _called(self, tool: ToolRef, arguments: Mapping[str, Any], key: UUID) -> tuple[str, Usage | None]:
        try:
            reply = await self._workflows.call(tool, arguments, key)
        except NodeFailed as error:
            return f"Error: {error.message}", None
        return reply.text, reply.usage

    async def _granted(self, tools: Sequence[ToolRef]) -> GrantedTools:
        wanted = [(*tool.key, tool.name) for tool in tools]

        def read() -> GrantedTools:
            with unit_of_work() as session:
                return granted(session, self.workspace_id, wanted, self.settings)

        return await in_thread(read) if wanted else GrantedTools()

    async def _by_mcp(
        self, server: GrantedServer, name: str, arguments: Mapping[str, Any], effect_key: UUID
    ) -> ToolReply:
        schema = server.tools[0].parameters
        async with connected(server.address, self.settings) as connection:
            result: Any = await connection.call_tool(name, fitted(arguments, schema), effect_key)
        text = clean(told_by(result))
        if result.is_error:
            raise NodeFailed(
                "tool_failed", f"{server.name}, {name}: {text.removeprefix('Error: ')[:2000]}", retryable=True
            )
        structured = result.structured_content
        data = [clean(structured)] if structured is not None else _json_in(text)
        return ToolReply(text, tuple(data), await kept_files(result.content, self.files))

    async def _by_api(self, api: GrantedApi, arguments: Mapping[str, Any], effect_key: UUID) -> ToolReply:
        tools = OpenApiTools([api], self.settings)
        spec = tools.specs[0]
        result = await tools.result(spec.name, fitted(arguments, spec.parameters), effect_key)
        if not result.ok:
            raise NodeFailed("tool_failed", f"{api.target.name}: {result.text[:2000]}", retryable=result.retryable)
        return ToolReply(result.text, () if result.data is None else (result.data,))


def _known(tool: ToolRef) -> Any:
    found = builtin(tool.provider, tool.name) or builtin(tool.provider_name, tool.name)
    if found is None:
        names = ", ".join(f"{provider}/{name}" for provider, tools in BUILTINS.items() for name in tools)
        told = f"There is no built-in tool {tool.provider_name or tool.provider}/{tool.name}. Available: {names}."
        raise NodeFailed("tool_not_found", told)
    return found


def _act(tool: ToolRef, arguments: Mapping[str, Any]) -> ToolReply:
    found = _known(tool)
    try:
        return ToolReply(found.act(arguments))
    except BadArgument as error:
        raise NodeFailed("tool_failed", f"{tool.name}: {error}.") from error


def _json_in(text: str) -> list[Any]:
    try:
        value = read_json(text)
    except ValueError:
        return []
    return [value] if isinstance(value, dict | list) else []


def fitted(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as the schema has their types, where a text says as much: forms know only texts."""
    from treeline.workflows.engine.values import WrongValue, coerce, to_json

    properties = schema.get("properties")
    known: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
    made: dict[str, Any] = {}
    for name, value in arguments.items():
        about = known.get(name)
        kind = about.get("type") if isinstance(about, dict) else None
        required = name in (schema.get("required") or ())
        if value is None or (value == "" and kind != "string" and not required):
            continue
        made[name] = to_json(value)
        if isinstance(value, str) and kind in ("integer", "number", "boolean", "object", "array"):
            try:
                made[name] = coerce(value, kind)
            except WrongValue:
                # The tool says what it takes.
                made[name] = value
        elif isinstance(value, int | float) and kind == "string":
            made[name] = str(value)
    return made
