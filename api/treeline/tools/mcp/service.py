import asyncio
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from treeline.accounts.access import Member, lock_workspace
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import HIDDEN
from treeline.tools.mcp import listing
from treeline.tools.mcp.connection import Address, Looked, look
from treeline.tools.mcp.errors import (
    HeadersMissing,
    McpServerExists,
    McpServerFailed,
    McpServerNotFound,
    TooManyMcpServers,
)
from treeline.tools.mcp.headers import address_of, given, headers_of, sealed
from treeline.tools.mcp.schemas import McpToolSummary
from treeline.tools.models import McpServer, McpTool

MAX_SERVERS = 50
# How many servers are spoken to at the same time.
AT_ONCE = 8
# As an error has them.
Details = list[dict[str, Any]] | None


class McpServers:
    """The MCP servers of one workspace, in the name of one member. No transaction may be open: each method has its own,
    and none while a server is spoken to."""

    def __init__(self, member: Member, settings: KernelSettings):
        self.member, self.settings = member, settings

    def page(self, offset: int, limit: int) -> tuple[list[McpServer], int]:
        """Some of them by name, and how many there are."""
        mine = McpServer.workspace_id == self.member.workspace_id
        with unit_of_work() as session:
            total = session.scalar(select(func.count()).select_from(McpServer).where(mine)) or 0
            page = select(McpServer).where(mine).order_by(McpServer.name, McpServer.id).offset(offset).limit(limit)
            return list(session.scalars(page)), total

    def get(self, server_id: UUID) -> McpServer:
        """Raises McpServerNotFound."""
        with unit_of_work() as session:
            return self._get(session, server_id)

    def add(self, name: str, url: str, headers: dict[str, str]) -> McpServer:
        """Add a server that answers. Raises McpServerExists, TooManyMcpServers, McpServerFailed."""
        with unit_of_work() as session:
            self._check_new(session, name)
        looked = asyncio.run(look(Address(url, headers), self.settings))
        with unit_of_work() as session:
            lock_workspace(session, self.member.workspace_id)
            self._check_new(session, name)
            server = McpServer(
                workspace_id=self.member.workspace_id,
                name=name,
                url=url,
                sealed_headers=sealed(headers, self.member.workspace_id, self.settings),
                checked_at=now(),
                created_by=self.member.account_id,
            )
            session.add(server)
            _flush(session, name)
            listing.store(session, server, looked.tools, looked.left_out)
            enqueue("tools.refresh", str(server.id))
            done(session, object_id=server.id, object_name=server.name)
        return server

    def change(self, server_id: UUID, name: str | None, url: str | None, headers: dict[str, str] | None) -> McpServer:
        """Change what is given; a server that has become another must answer.

        Raises McpServerNotFound, McpServerExists, HeadersMissing, McpServerFailed, TooManyMcpServers.
        """
        before = self.get(server_id)
        known = self.headers(before)
        moved = url is not None and _host(url) != _host(before.url)
        # Secrets that were given for one host are not sent to another.
        if moved and known and (headers is None or HIDDEN in headers.values()):
            raise HeadersMissing
        wanted = known if headers is None else given(headers, known)
        address = Address(url or before.url, wanted)
        other = address != Address(before.url, known)
        looked = asyncio.run(look(address, self.settings)) if other else None
        with unit_of_work() as session:
            lock_workspace(session, self.member.workspace_id)
            server = self._get(session, server_id)
            server.name = name or server.name
            if looked is not None:
                server.url, server.sealed_headers = address.url, sealed(wanted, self.member.workspace_id, self.settings)
                server.error, server.checked_at = None, now()
                listing.store(session, server, looked.tools, looked.left_out)
            server.updated_at = now()
            _flush(session, server.name)
            done(session, object_name=server.name)
        return server

    def delete(self, server_id: UUID) -> None:
        """Raises McpServerNotFound. Apps that were allowed its tools go on without them."""
        with unit_of_work() as session:
            session.delete(self._get(session, server_id))
            done(session)

    def test(self, server_id: UUID) -> tuple[McpServer, Details]:
        """Look at a server now; its row says what came of it, the details of what failed come beside it.

        Raises McpServerNotFound.
        """
        self.get(server_id)
        details = asyncio.run(_look_at(server_id, self.settings))
        return self.get(server_id), details

    def tools(self, server_id: UUID) -> list[McpTool]:
        """With their schemas. Raises McpServerNotFound."""
        with unit_of_work() as session:
            return listing.of_server(session, self._get(session, server_id).id)

    def summaries(self, servers: list[McpServer]) -> dict[UUID, list[McpToolSummary]]:
        """The tools of each, without their schemas."""
        with unit_of_work() as session:
            found = listing.summaries(session, [server.id for server in servers])
        return {server_id: [McpToolSummary(**tool) for tool in tools] for server_id, tools in found.items()}

    def headers(self, server: McpServer) -> dict[str, str]:
        """With their values: not to be shown."""
        return headers_of(server, self.settings)

    def _get(self, session: DbSession, server_id: UUID) -> McpServer:
        mine = McpServer.workspace_id == self.member.workspace_id
        server = session.scalars(select(McpServer).where(McpServer.id == server_id, mine)).one_or_none()
        if server is None:
            raise McpServerNotFound
        return server

    def _check_new(self, session: DbSession, name: str) -> None:
        names = list(session.scalars(select(McpServer.name).where(McpServer.workspace_id == self.member.workspace_id)))
        if name in names:
            raise McpServerExists(name)
        if len(names) >= MAX_SERVERS:
            raise TooManyMcpServers(
                f"A workspace can have at most {MAX_SERVERS} MCP servers. Delete one you no longer use."
            )


async def look_again(server_ids: list[UUID], settings: KernelSettings) -> None:
    """Ask servers for their tools, several at once, and store what came of it. No transaction may be open."""
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(server_id: UUID) -> None:
        async with at_once:
            await _look_at(server_id, settings)

    await asyncio.gather(*(one(server_id) for server_id in server_ids))


async def _look_at(server_id: UUID, settings: KernelSettings) -> Details:
    with unit_of_work() as session:
        server = session.get(McpServer, server_id)
    if server is None:
        return None
    looked, failure, details = None, None, None
    try:
        looked = await look(address_of(server, settings), settings)
    except McpServerFailed as error:
        # The tools stay: it may be back soon, and what apps were allowed is known by their names.
        failure, details = error.message, error.details
    with unit_of_work() as session:
        lock_workspace(session, server.workspace_id)
        # Unless it has become another meanwhile.
        same = (McpServer.url == server.url, McpServer.sealed_headers.is_not_distinct_from(server.sealed_headers))
        fresh = session.scalars(
            select(McpServer).where(McpServer.id == server_id, *same).with_for_update()
        ).one_or_none()
        if fresh is not None:
            fresh.error, fresh.checked_at = failure or _stored(session, fresh, looked), now()
    return details


def _stored(session: DbSession, server: McpServer, looked: Looked | None) -> str | None:
    """Why the tools were not taken over, if they were not."""
    try:
        if looked is not None:
            listing.store(session, server, looked.tools, looked.left_out)
    except TooManyMcpServers as error:
        return error.message
    return None


def _flush(session: DbSession, name: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise McpServerExists(name) from error


def _host(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
