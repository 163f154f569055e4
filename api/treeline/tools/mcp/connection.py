"""Connections to MCP servers: the official client over `kernel.http.outbound`, with bounds on time and size.

Whatever goes wrong with a server leaves here as McpServerFailed, in words; what goes wrong with us, as it is.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from treeline.kernel.settings import KernelSettings
from treeline.kernel.text import clean
from treeline.tools.mcp.errors import McpServerFailed
from treeline.tools.mcp.lenient import lenient, readable_type

if TYPE_CHECKING:
    from mcp import Client
    from mcp.types import CallToolResult, ListToolsResult

Answer = TypeVar("Answer")

LOOK_SECONDS = 20
CALL_SECONDS = 60
MAX_REPLY_BYTES = 8 * 1024 * 1024
MAX_PAGES = 50
# What of a server's list is kept: it is loaded for every answer of an agent that may call its tools.
MAX_TOOLS = 200
MAX_TOOLS_BYTES = 512 * 1024
MAX_NAME = 128
MAX_DESCRIPTION = 4096
MAX_SCHEMA_BYTES = 32 * 1024
# In the `_meta` of a call.
EFFECT_KEY = "treeline/effect-key"


@dataclass(frozen=True)
class Address:
    """Where a server is, and what it is told. The headers are secrets."""

    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Looked:
    """The tools that a server has, [{name, description, input_schema}], and how many more than are kept here."""

    tools: list[dict[str, Any]]
    left_out: int


class Connection:
    """What a server can be asked. Raises McpServerFailed: it is not to be asked any more then."""

    def __init__(self, client: "Client", statuses: list[int]):
        self._client, self._statuses = client, statuses

    async def list_tools(self, cursor: str | None) -> "ListToolsResult":
        return await self._answered(self._client.list_tools(cursor=cursor))

    async def call_tool(self, name: str, arguments: dict[str, Any], effect_key: UUID | None = None) -> "CallToolResult":
        """`effect_key`: the same in every attempt of one call, so that the server can tell a repetition."""
        meta: Any = {EFFECT_KEY: str(effect_key)} if effect_key else None
        return await self._answered(self._client.call_tool(name, arguments, meta=meta))

    async def _answered(self, answer: Awaitable[Answer]) -> Answer:
        try:
            return await answer
        except Exception as error:
            raise _failed(error, self._statuses) from error


@asynccontextmanager
async def connected(address: Address, settings: KernelSettings) -> AsyncIterator[Connection]:
    """Raises McpServerFailed, and whatever its user lets fly."""
    # Loading the library takes most of a second.
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    from treeline.kernel.http import NamedBy, outbound

    seen: list[int] = []
    flying: Exception | None = None

    async def note(response: Any) -> None:
        # The client also tries to GET a stream of notices, which servers need not have.
        if response.request.method == "POST":
            seen.append(response.status_code)
            response.headers["Content-Type"] = readable_type(response.headers.get("Content-Type", ""))

    try:
        async with outbound(
            settings, NamedBy.ADMIN, headers=address.headers, silence=CALL_SECONDS, most=MAX_REPLY_BYTES
        ) as http:
            http.event_hooks = {"response": [note]}
            transport = lenient(streamable_http_client(address.url, http_client=http))
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


async def look(address: Address, settings: KernelSettings) -> Looked:
    """What tools a server has. Raises McpServerFailed."""
    try:
        async with asyncio.timeout(LOOK_SECONDS), connected(address, settings) as server:
            return await _listed(server)
    except TimeoutError as error:
        raise McpServerFailed(f"The server didn't respond within {LOOK_SECONDS} seconds.") from error


async def _listed(server: Connection) -> Looked:
    tools: dict[str, dict[str, Any]] = {}
    room, left_out = MAX_TOOLS_BYTES, 0
    cursor, seen = None, set[str]()
    for _ in range(MAX_PAGES):
        page = await server.list_tools(cursor)
        for tool in page.tools:
            described = _described(tool)
            size = len(json.dumps(described))
            if described["name"] in tools:
                continue
            if len(tools) >= MAX_TOOLS or size > min(room, MAX_SCHEMA_BYTES) or len(described["name"]) > MAX_NAME:
                left_out += 1
                continue
            room -= size
            tools[described["name"]] = described
        # Some servers send an empty cursor, or the same one for ever, where there is no more.
        cursor = page.next_cursor
        if not cursor or cursor in seen or left_out >= MAX_TOOLS:
            break
        seen.add(cursor)
    return Looked(list(tools.values()), left_out)


def _described(tool: Any) -> dict[str, Any]:
    description = (tool.description or "")[:MAX_DESCRIPTION]
    return clean({"name": tool.name, "description": description, "input_schema": tool.input_schema})


def _failed(error: Exception, statuses: list[int]) -> McpServerFailed:
    from treeline.kernel.http import refused_host

    details = next(filter(None, map(refused_host, _each(error))), None)
    return McpServerFailed(_why(error, statuses[-1] if statuses else 200), details)


def _why(error: Exception, status: int) -> str:
    """What went wrong, in words; of several errors at once the one that says most."""
    from mcp import MCPError

    from treeline.kernel.http import HttpError, reason_of

    causes = list(_each(error))
    refused = next(filter(None, map(reason_of, causes)), None)
    if refused is not None:
        return refused
    if status >= 400:
        return f"The server returned HTTP {status}{_REASONS.get(status, '')}."
    spoken = next((each for each in causes if isinstance(each, MCPError)), None)
    if spoken is not None:
        return f"The server returned an error: {_short(spoken.message)}"
    network = next((each for each in causes if isinstance(each, HttpError)), None)
    if network is not None:
        return f"Can't connect to the server: {clean(str(network))[:500] or type(network).__name__}"
    return f"The server doesn't follow the MCP protocol: {_short(str(causes[0])) or type(causes[0]).__name__}"


def _short(text: str) -> str:
    """Without what pydantic says of each of a union's types, and of the value."""
    text = re.sub(r": \d+ validation errors? for union.*|\s*\[type=.*", "", clean(text), flags=re.DOTALL)
    return " ".join(text.split())[:500]


_REASONS = {
    401: " (unauthorized): add the required header, such as Authorization",
    403: " (forbidden): check the headers",
    404: " (not found): check the URL",
    405: " (method not allowed): this URL is not an MCP server",
}


def _each(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _each(inner)
    else:
        yield error
