from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from treeline.apps.configs.schemas import AgentTool, AppConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput, NotFound
from treeline.tools.mcp.errors import McpServerNotFound
from treeline.tools.models import ApiProvider, ApiTool, McpServer, McpTool
from treeline.tools.openapi.errors import ApiToolsNotFound


class _There(NamedTuple):
    """Providers of one type in a workspace, by id, and which tools they have."""

    names: dict[str, str]
    tools: set[tuple[str, str]]
    missing: type[NotFound]
    what: str


def tools_are_there(session: DbSession, app: App, config: AppConfig, _: UUID | None = None) -> None:
    """A config names MCP servers and OpenAPI tools of its own workspace, and tools that they have.

    Raises McpServerNotFound, ApiToolsNotFound, InvalidInput.
    """
    wanted = config.agent_mode.tools
    there = {
        "mcp": lambda: _mcp(session, app, wanted),
        "api": lambda: _api(session, app, wanted),
    }
    found = {kind: there[kind]() for kind in {tool.provider_type for tool in wanted}}
    for index, tool in enumerate(wanted):
        place = f"agent_mode.tools[{index}]"
        providers = found[tool.provider_type]
        name = providers.names.get(tool.provider_id)
        if name is None:
            raise providers.missing(f"{place}.provider_id: {providers.what} not found in this workspace.")
        if tool.enabled and (tool.provider_id, tool.tool_name) not in providers.tools:
            message = f"{name} has no tool {tool.tool_name}"
            raise InvalidInput.at(f"{place}.tool_name", "tool_missing", message, server=name, tool=tool.tool_name)


def _mcp(session: DbSession, app: App, wanted: Iterable[AgentTool]) -> _There:
    mine = select(McpServer.id, McpServer.name).where(McpServer.workspace_id == app.workspace_id)
    names = {str(server.id): server.name for server in session.execute(mine)}
    which = McpTool.name.in_({tool.tool_name for tool in wanted})
    named = select(McpTool.server_id, McpTool.name).where(McpTool.server_id.in_(names), which)
    tools = {(str(tool.server_id), tool.name) for tool in session.execute(named)}
    return _There(names, tools, McpServerNotFound, "MCP server")


def _api(session: DbSession, app: App, wanted: Iterable[AgentTool]) -> _There:
    mine = select(ApiProvider.id, ApiProvider.name).where(ApiProvider.workspace_id == app.workspace_id)
    names = {str(provider.id): provider.name for provider in session.execute(mine)}
    which = ApiTool.name.in_({tool.tool_name for tool in wanted})
    named = select(ApiTool.provider_id, ApiTool.name).where(ApiTool.provider_id.in_(names), which)
    tools = {(str(tool.provider_id), tool.name) for tool in session.execute(named)}
    return _There(names, tools, ApiToolsNotFound, "OpenAPI tools")
