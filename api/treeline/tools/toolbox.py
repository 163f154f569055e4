"""The tools of one app's agent: its files, its skills, and the tools that it is allowed to call."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage import Storage
from treeline.kernel.threads import in_thread
from treeline.providers.port import ToolSpec
from treeline.tools.assets import AssetTools
from treeline.tools.loop import Toolbox
from treeline.tools.mcp.headers import address_of
from treeline.tools.mcp.listing import granted as granted_tools
from treeline.tools.mcp.tools import GrantedServer, McpTools
from treeline.tools.models import McpServer, McpTool
from treeline.tools.openapi.granting import granted_apis
from treeline.tools.openapi.tools import GrantedApi, OpenApiTools
from treeline.tools.skills import SkillTools, skills_of, skills_prompt


class Toolboxes:
    """Several toolboxes as one. Of two tools with one name the first box's is the one that is called."""

    def __init__(self, boxes: Sequence[Toolbox]):
        self._tools = {spec.name: (box, spec) for box in reversed(boxes) for spec in box.specs}
        names = dict.fromkeys(spec.name for box in boxes for spec in box.specs)
        self.specs = tuple(self._tools[name][1] for name in names)

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        if name not in self._tools:
            return f"Unknown tool {name}."
        return await self._tools[name][0].call(name, arguments)


@dataclass(frozen=True)
class Granted:
    """What the tools of one run are made of. Plain values: no session is needed."""

    app_id: UUID
    version_id: UUID | None
    servers: tuple[GrantedServer, ...] = ()
    # Whether it may list, read and search its files, and use the skills among them.
    assets: bool = True
    skills: bool = True
    apis: tuple[GrantedApi, ...] = ()


def toolbox_for(
    session: DbSession,
    app: App,
    version_id: UUID | None,
    tools: Sequence[Mapping[str, Any]],
    settings: KernelSettings,
    *,
    assets: bool = True,
    skills: bool = True,
) -> Granted:
    """What an agent of this app may call on this version. No version: no files and no skills.

    `tools`: the config's `agent_mode.tools`. Providers and tools that are not there any more are left out.

    Raises McpServerFailed and CredentialsUnreadable for secrets that can't be decrypted any more.
    """
    allowed = {kind: _allowed(tools, kind) for kind in ("mcp", "api")}
    servers = _servers(session, app, allowed["mcp"], settings) if allowed["mcp"] else ()
    apis = granted_apis(session, app.workspace_id, allowed["api"], settings) if allowed["api"] else ()
    return Granted(app.id, version_id, servers, assets, skills, apis)


def _allowed(tools: Iterable[Mapping[str, Any]], kind: str) -> dict[UUID, set[str]]:
    """The tools of each provider of one type."""
    allowed: defaultdict[UUID, set[str]] = defaultdict(set)
    for tool in tools:
        provider_id = _id(tool.get("provider_id"))
        if tool.get("provider_type") == kind and tool.get("enabled", True) and provider_id:
            allowed[provider_id].add(str(tool.get("tool_name")))
    return allowed


def _servers(
    session: DbSession, app: App, allowed: Mapping[UUID, set[str]], settings: KernelSettings
) -> tuple[GrantedServer, ...]:
    servers = select(McpServer).where(McpServer.id.in_(allowed), McpServer.workspace_id == app.workspace_id)
    rows = session.scalars(servers.order_by(McpServer.name)).all()
    there = granted_tools(session, {server.id: allowed[server.id] for server in rows})
    return tuple(
        GrantedServer(server.name, address_of(server, settings), tuple(map(_spec, there[server.id])))
        for server in rows
        if there[server.id]
    )


def _spec(tool: McpTool) -> ToolSpec:
    return ToolSpec(tool.name, tool.description, tool.input_schema)


def _id(text: object) -> UUID | None:
    with suppress(ValueError):
        return UUID(str(text))
    return None


@asynccontextmanager
async def opened(granted: Granted, storage: Storage, settings: KernelSettings) -> AsyncIterator[tuple[Toolbox, str]]:
    """The tools, and what the system prompt has to say of them. No transaction may be open."""
    boxes: list[Toolbox] = []
    prompt = ""
    app_id, version_id = granted.app_id, granted.version_id
    if version_id is not None and granted.assets:
        boxes.append(AssetTools(app_id, version_id, storage))
    if version_id is not None and granted.skills:
        skills = await in_thread(lambda: skills_of(app_id, version_id, storage))
        prompt = skills_prompt(skills)
        boxes.append(SkillTools(app_id, version_id, storage, skills))
    async with McpTools(granted.servers, settings) as mcp:
        taken = {spec.name for box in [*boxes, mcp] for spec in box.specs}
        yield Toolboxes([*boxes, mcp, OpenApiTools(granted.apis, settings, taken)]), prompt
