"""Connections to MCP servers: the official client over `kernel.http.outbound`, with bounds on time and size.

Whatever goes wrong with a server leaves here as McpServerFailed, in words; what goes wrong with us, as it is.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from treeline.kernel.text import clean
from treeline.settings import Settings
from treeline.tools.mcp.errors import McpServerFailed

if TYPE_CHECKING:
    from mcp import Client
    from mcp.types import CallToolResult, ListToolsResult

Answer = TypeVar("Answer")

LOOK_SECONDS = 20
CALL_SECONDS = 60
MAX_REPLY_BYTES = 8 * 1024 * 1024
MAX_TOOLS = 200
MAX_NAME = 128
MAX_DESCRIPTION = 4096
MAX_SCHEMA_BYTES = 32 * 1024


@dataclass(frozen=True)
class Address:
    """Where a server is, and what it is told. The headers are secrets."""

    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)


class Connection:
    """What a server can be asked. Raises McpServerFailed: it is not to be asked any more then."""

    def __init__(self, client: "Client", statuses: list[int]):
        self._client, self._statuses = client, statuses

    async def list_tools(self, cursor: str | None) -> "ListToolsResult":
        return await self._answered(self._client.list_tools(cursor=cursor))

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> "CallToolResult":
        return await self._answered(self._client.call_tool(name, arguments))

    async def _answered(self, answer: Awaitable[Answer]) -> Answer:
        try:
            return await answer
        except Exception as error:
            raise _failed(error, self._statuses) from error


@asynccontextmanager
async def connected(address: Address, settings: Settings) -> AsyncIterator[Connection]:
    """Raises McpServerFailed, and whatever its user lets fly."""
    # Loading the library takes most of a second.
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    from treeline.kernel.http import outbound

    seen: list[int] = []
    flying: Exception | None = None

    async def note(response: Any) -> None:
        # The client also tries to GET a stream of notices, which servers need not have.
        if response.request.method == "POST":
            seen.append(response.status_code)

    try:
        async with outbound(settings, headers=address.headers, silence=CALL_SECONDS, most=MAX_REPLY_BYTES) as http:
            http.event_hooks = {"response": [note]}
            transport = streamable_http_client(address.url, http_client=http)
            async with Client(transport, read_timeout_seconds=CALL_SECONDS, cache=None) as client:
                try:
                    yield Connection(client, seen)
                except Exception as error:
                    flying = error
                    raise
    except Exception as error:
        # On its way out the client wraps it in a group of errors.
        if flying is not None:
            raise flying from None
        raise _failed(error, seen) from error


async def look(address: Address, settings: Settings) -> list[dict[str, Any]]:
    """The tools that a server has, [{name, description, input_schema}]. Raises McpServerFailed."""
    try:
        async with asyncio.timeout(LOOK_SECONDS), connected(address, settings) as server:
            return await _listed(server)
    except TimeoutError as error:
        raise McpServerFailed(f"It did not answer within {LOOK_SECONDS} seconds.") from error


async def _listed(server: Connection) -> list[dict[str, Any]]:
    tools: dict[str, dict[str, Any]] = {}
    cursor = None
    # A server whose list never ends is left after so many pages, whatever is in them.
    for _ in range(MAX_TOOLS):
        page = await server.list_tools(cursor)
        for tool in page.tools:
            if len(tool.name) <= MAX_NAME and len(json.dumps(tool.input_schema)) <= MAX_SCHEMA_BYTES:
                described = {
                    "description": (tool.description or "")[:MAX_DESCRIPTION],
                    "input_schema": tool.input_schema,
                }
                tools[clean(tool.name)] = {"name": clean(tool.name), **clean(described)}
        cursor = page.next_cursor
        if cursor is None or len(tools) >= MAX_TOOLS:
            break
    return list(tools.values())[:MAX_TOOLS]


def _failed(error: Exception, statuses: list[int]) -> McpServerFailed:
    return McpServerFailed(_why(error, statuses[-1] if statuses else 200))


def _why(error: Exception, status: int) -> str:
    """What went wrong, in words; of several errors at once the one that says most."""
    from mcp import MCPError

    from treeline.kernel.http import HttpError, reason_of

    causes = list(_each(error))
    refused = next(filter(None, map(reason_of, causes)), None)
    if refused is not None:
        return refused
    if status >= 400:
        return f"It answered with HTTP {status}{_REASONS.get(status, '')}."
    spoken = next((each for each in causes if isinstance(each, MCPError)), None)
    if spoken is not None:
        return f"It answered with an error: {clean(spoken.message)[:500]}"
    network = next((each for each in causes if isinstance(each, HttpError)), None)
    if network is not None:
        return f"It cannot be reached: {clean(str(network))[:500] or type(network).__name__}"
    return f"It does not speak MCP as it should: {clean(str(causes[0]))[:500] or type(causes[0]).__name__}"


_REASONS = {
    401: ": it does not know who asks; give it the header that it wants, such as Authorization",
    403: ": it does not let in who asks",
    404: ": there is nothing at this address",
    405: ": there is no MCP server at this address",
}


def _each(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _each(inner)
    else:
        yield error
