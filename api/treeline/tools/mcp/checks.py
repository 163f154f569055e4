from sqlalchemy import select

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.tools.mcp.errors import McpServerNotFound
from treeline.tools.models import McpServer, McpTool


def tools_are_there(session: DbSession, app: App, config: AppConfig) -> None:
    """A config names MCP servers of its own workspace, and tools that they have.

    Raises McpServerNotFound, InvalidInput.
    """
    if not config.agent_mode.tools:
        return
    mine = select(McpServer.id, McpServer.name).where(McpServer.workspace_id == app.workspace_id)
    servers = {str(server.id): server for server in session.execute(mine)}
    wanted = {tool.tool_name for tool in config.agent_mode.tools}
    named = select(McpTool.server_id, McpTool.name).where(McpTool.server_id.in_(servers), McpTool.name.in_(wanted))
    there = {(str(tool.server_id), tool.name) for tool in session.execute(named)}
    for index, tool in enumerate(config.agent_mode.tools):
        place = f"agent_mode.tools[{index}]"
        server = servers.get(tool.provider_id)
        if server is None:
            raise McpServerNotFound(f"{place}.provider_id: MCP server not found in this workspace.")
        if tool.enabled and (tool.provider_id, tool.tool_name) not in there:
            message = f"{server.name} has no tool {tool.tool_name}"
            raise InvalidInput.at(
                f"{place}.tool_name", "tool_missing", message, server=server.name, tool=tool.tool_name
            )
