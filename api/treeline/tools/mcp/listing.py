"""The stored tools of MCP servers: limits per server and workspace, and who can read which details."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from treeline.kernel.db import DbSession
from treeline.tools.mcp.errors import TooManyMcpServers
from treeline.tools.models import McpServer, McpTool

MAX_WORKSPACE_TOOLS = 1000
# Of a description where tools are listed; the whole stands with its tool.
SHOWN_DESCRIPTION = 300


def store(session: DbSession, server: McpServer, tools: Sequence[Mapping[str, Any]], left_out: int) -> None:
    """Make these the tools of a server. Raises TooManyMcpServers: a workspace has a bound too.

    The caller holds the workspace's lock.
    """
    others = select(func.count()).select_from(McpTool).join(McpServer, McpServer.id == McpTool.server_id)
    mine = McpServer.workspace_id == server.workspace_id
    count = session.scalar(others.where(mine, McpServer.id != server.id)) or 0
    if count + len(tools) > MAX_WORKSPACE_TOOLS:
        raise TooManyMcpServers(
            f"The MCP servers of a workspace can have at most {MAX_WORKSPACE_TOOLS} tools in total: the "
            f"others have {count}, and {server.name} has {len(tools)}. Delete a server you no longer use."
        )
    server.left_out = left_out
    rows = [{**tool, "position": position} for position, tool in enumerate(tools)]
    if rows != [_plain(tool) for tool in of_server(session, server.id)]:
        session.execute(delete(McpTool).where(McpTool.server_id == server.id))
        if rows:
            session.execute(insert(McpTool), [{**row, "server_id": server.id} for row in rows])


def of_server(session: DbSession, server_id: UUID) -> list[McpTool]:
    """With their schemas."""
    mine = select(McpTool).where(McpTool.server_id == server_id).order_by(McpTool.position)
    return list(session.scalars(mine))


def granted(session: DbSession, names: Mapping[UUID, Collection[str]]) -> dict[UUID, list[McpTool]]:
    """Those tools of these servers that are named, with their schemas."""
    every = {name for some in names.values() for name in some}
    found: dict[UUID, list[McpTool]] = {server_id: [] for server_id in names}
    which = (McpTool.server_id.in_(names), McpTool.name.in_(every))
    for tool in session.scalars(select(McpTool).where(*which).order_by(McpTool.server_id, McpTool.position)):
        if tool.name in names[tool.server_id]:
            found[tool.server_id].append(tool)
    return found


def summaries(session: DbSession, server_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """[{name, description}] of each server, without schemas, descriptions cut."""
    found: dict[UUID, list[dict[str, str]]] = {server_id: [] for server_id in server_ids}
    short = func.substr(McpTool.description, 1, SHOWN_DESCRIPTION)
    columns = select(McpTool.server_id, McpTool.name, short.label("description"))
    which = columns.where(McpTool.server_id.in_(found)).order_by(McpTool.server_id, McpTool.position)
    for row in session.execute(which):
        found[row.server_id].append({"name": row.name, "description": row.description})
    return found


def _plain(tool: McpTool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "description": tool.description,
        "input_schema": tool.input_schema,
        "position": tool.position,
    }
