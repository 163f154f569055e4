from uuid import UUID

from treeline.accounts.access import CONSOLE
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes
from treeline.tools.mcp.access import workspace_servers
from treeline.tools.mcp.errors import (
    HeadersMissing,
    McpServerExists,
    McpServerFailed,
    McpServerNotFound,
    TooManyMcpServers,
)
from treeline.tools.mcp.headers import shown
from treeline.tools.mcp.schemas import (
    McpServerCreate,
    McpServerOut,
    McpServerUpdate,
    McpTestOut,
    McpToolOut,
    McpToolsOut,
    McpToolSummary,
)
from treeline.tools.mcp.service import McpServers
from treeline.tools.models import McpServer

servers = Routes(
    "mcp_servers",
    "/console/api/workspaces/current/tool-provider/mcp",
    group="Tools",
    access=CONSOLE,
    scope=workspace_servers,
)


@servers.get("", can="edit", transactional=False)
def list_servers(servers: McpServers, query: PageQuery) -> Page[McpServerOut]:
    """List the workspace's MCP servers by name, with the tools each returned last."""
    found, total = servers.page(query.offset, query.limit)
    tools = servers.summaries(found)
    return Page.of([_shown(server, servers, tools[server.id]) for server in found], total, query)


@servers.post(
    "",
    can="manage",
    deed="mcp_server.create",
    status=201,
    transactional=False,
    refusals=[McpServerExists, McpServerFailed, TooManyMcpServers],
)
def add_server(servers: McpServers, body: McpServerCreate) -> McpServerOut:
    """Add an MCP server (Streamable HTTP). Its tools are fetched before saving; if that fails, it is not added."""
    return _one(servers.add(body.name, body.server_url, body.headers), servers)


@servers.put(
    "/<uuid:server_id>",
    can="manage",
    deed="mcp_server.change",
    transactional=False,
    refusals=[McpServerNotFound, McpServerExists, McpServerFailed, HeadersMissing, TooManyMcpServers],
)
def change_server(servers: McpServers, server_id: UUID, body: McpServerUpdate) -> McpServerOut:
    """Update an MCP server. If the URL or headers change, its tools are fetched before saving."""
    return _one(servers.change(server_id, body.name, body.server_url, body.headers), servers)


@servers.delete(
    "/<uuid:server_id>",
    can="manage",
    deed="mcp_server.delete",
    status=204,
    transactional=False,
    refusals=[McpServerNotFound],
)
def delete_server(servers: McpServers, server_id: UUID) -> None:
    """Delete an MCP server. Apps lose its tools but keep working."""
    servers.delete(server_id)


@servers.post("/<uuid:server_id>/test", can="manage", transactional=False, refusals=[McpServerNotFound])
def test_server(servers: McpServers, server_id: UUID) -> McpTestOut:
    """Test an MCP server: connect and list its tools. If it fails, the response says why."""
    server, details = servers.test(server_id)
    tools = servers.summaries([server])[server.id]
    return McpTestOut(ok=server.error is None, error=server.error, details=details, tools=tools)


@servers.get("/<uuid:server_id>/tools", can="edit", transactional=False, refusals=[McpServerNotFound])
def list_tools(servers: McpServers, server_id: UUID) -> McpToolsOut:
    """List the tools a server returned last, with their schemas."""
    return McpToolsOut(data=[McpToolOut.model_validate(tool) for tool in servers.tools(server_id)])


def _one(server: McpServer, servers: McpServers) -> McpServerOut:
    return _shown(server, servers, servers.summaries([server])[server.id])


def _shown(server: McpServer, servers: McpServers, tools: list[McpToolSummary]) -> McpServerOut:
    return McpServerOut(
        id=server.id,
        name=server.name,
        server_url=server.url,
        headers=shown(servers.headers(server)),
        tools=tools,
        left_out=server.left_out,
        error=server.error,
        checked_at=server.checked_at,
        created_at=server.created_at,
        updated_at=server.updated_at,
    )
