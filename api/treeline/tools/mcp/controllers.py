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
    """The workspace's MCP servers, by name, with the names of the tools that each had when it last answered."""
    found, total = servers.page(query.offset, query.limit)
    tools = servers.summaries(found)
    return Page.of([_shown(server, servers, tools[server.id]) for server in found], total, query)


@servers.post(
    "",
    can="manage",
    status=201,
    transactional=False,
    refusals=[McpServerExists, McpServerFailed, TooManyMcpServers],
)
def add_server(servers: McpServers, body: McpServerCreate) -> McpServerOut:
    """Add an MCP server (Streamable HTTP). It is asked for its tools at once: one that does not answer is refused."""
    return _one(servers.add(body.name, body.server_url, body.headers), servers)


@servers.put(
    "/<uuid:server_id>",
    can="manage",
    transactional=False,
    refusals=[McpServerNotFound, McpServerExists, McpServerFailed, HeadersMissing, TooManyMcpServers],
)
def change_server(servers: McpServers, server_id: UUID, body: McpServerUpdate) -> McpServerOut:
    """Change what the body names. With another address or other headers it is asked for its tools at once."""
    return _one(servers.change(server_id, body.name, body.server_url, body.headers), servers)


@servers.delete("/<uuid:server_id>", can="manage", status=204, transactional=False, refusals=[McpServerNotFound])
def delete_server(servers: McpServers, server_id: UUID) -> None:
    """Delete an MCP server. Apps that were allowed its tools go on without them."""
    servers.delete(server_id)


@servers.post("/<uuid:server_id>/test", can="manage", transactional=False, refusals=[McpServerNotFound])
def test_server(servers: McpServers, server_id: UUID) -> McpTestOut:
    """Connect now and list the tools. A failure is no error here: it is the result, in words."""
    server, details = servers.test(server_id)
    tools = servers.summaries([server])[server.id]
    return McpTestOut(ok=server.error is None, error=server.error, details=details, tools=tools)


@servers.get("/<uuid:server_id>/tools", can="edit", transactional=False, refusals=[McpServerNotFound])
def list_tools(servers: McpServers, server_id: UUID) -> McpToolsOut:
    """The tools that a server had when it last answered, with their schemas."""
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
