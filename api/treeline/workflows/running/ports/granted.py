"""From the names of tools in a graph to what they are called with: rows, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.providers.port import ToolSpec
from treeline.tools.mcp.headers import address_of
from treeline.tools.mcp.listing import granted as mcp_tools
from treeline.tools.mcp.tools import GrantedServer
from treeline.tools.models import ApiProvider, McpServer
from treeline.tools.openapi.granting import granted_apis
from treeline.tools.openapi.tools import GrantedApi
from treeline.workflows.engine.step import NodeFailed

# Kind, provider (an id or a name), the provider's name, the tool's name.
Wanted = tuple[str, str, str, str]
ProviderKey = tuple[str, str, str]
_WHAT = {"mcp": "MCP server", "api": "API"}


@dataclass(frozen=True)
class GrantedTools:
    """Plain values: no session is needed. `names`: what each provider is called here."""

    servers: tuple[GrantedServer, ...] = ()
    apis: tuple[GrantedApi, ...] = ()
    names: Mapping[ProviderKey, str] = field(default_factory=dict[ProviderKey, str])


def granted(session: DbSession, workspace_id: UUID, wanted: Sequence[Wanted], settings: KernelSettings) -> GrantedTools:
    """Files from elsewhere know a provider by its name only. Raises NodeFailed for what is not there, McpServerFailed
    and CredentialsUnreadable for secrets that can't be decrypted any more.
    """
    servers = _named(session, McpServer, workspace_id, wanted, "mcp")
    apis = _named(session, ApiProvider, workspace_id, wanted, "api")
    for kind, provider, name, _ in wanted:
        if kind not in _WHAT:
            told = f"Tools of the type {kind} are not available. Accepted: builtin, mcp, api, workflow."
            raise NodeFailed("tool_not_found", told)
        if (kind, provider, name) not in servers and (kind, provider, name) not in apis:
            raise _missing(_WHAT[kind], name or provider)
    rows = {row.id: row for row in servers.values()}
    there = mcp_tools(session, {row_id: _tools(servers, wanted, row_id) for row_id in rows}) if rows else {}
    api_names = {row.id: _tools(apis, wanted, row.id) for row in apis.values()}
    found = granted_apis(session, workspace_id, api_names, settings) if api_names else ()
    _require(wanted, servers, {row_id: {tool.name for tool in tools} for row_id, tools in there.items()})
    named = {row.name: row.id for row in apis.values()}
    _require(wanted, apis, {named[api.target.name]: {each.name for each in api.operations} for api in found})
    made = (
        GrantedServer(
            rows[row_id].name,
            address_of(rows[row_id], settings),
            tuple(ToolSpec(tool.name, tool.description, tool.input_schema) for tool in tools),
        )
        for row_id, tools in there.items()
        if tools
    )
    return GrantedTools(tuple(made), found, {key: row.name for key, row in {**servers, **apis}.items()})


def _named(
    session: DbSession, table: Any, workspace_id: UUID, wanted: Sequence[Wanted], kind: str
) -> dict[ProviderKey, Any]:
    asked = [each for each in wanted if each[0] == kind]
    if not asked:
        return {}
    ids = [found for each in asked if (found := _id(each[1]))]
    names = {name for each in asked for name in each[1:3] if name}
    rows = session.scalars(
        select(table).where(table.workspace_id == workspace_id, table.id.in_(ids) | table.name.in_(names))
    ).all()
    by_id, by_name = {str(row.id): row for row in rows}, {row.name: row for row in rows}
    found = {each[:3]: by_id.get(each[1]) or by_name.get(each[1]) or by_name.get(each[2]) for each in asked}
    return {key: row for key, row in found.items() if row is not None}


def _tools(rows: dict[ProviderKey, Any], wanted: Sequence[Wanted], row_id: UUID) -> set[str]:
    return {each[3] for each in wanted if each[:3] in rows and rows[each[:3]].id == row_id}


def _require(wanted: Sequence[Wanted], rows: dict[ProviderKey, Any], there: dict[UUID, set[str]]) -> None:
    for each in wanted:
        row = rows.get(each[:3])
        if row is not None and each[3] not in there.get(row.id, set()):
            raise NodeFailed("tool_not_found", f"{row.name} has no tool {each[3]}. Choose another one in the node.")


def _missing(what: str, name: str) -> NodeFailed:
    told = f"This workspace has no {what} {name}. Add it under Tools, or choose another one in the node."
    return NodeFailed("tool_not_found", told)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
