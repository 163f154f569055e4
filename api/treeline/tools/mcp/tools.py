"""Tools of MCP servers for a model: with names that models accept; each server is connected on its first call."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from treeline.kernel.settings import KernelSettings
from treeline.providers.port import ToolSpec
from treeline.tools.mcp.connection import CALL_SECONDS, Address, connected
from treeline.tools.mcp.errors import McpServerFailed

MAX_NAME = 64
MAX_SERVER_NAME = 20
CLOSE_SECONDS = 5
ANY_ARGUMENTS = {"type": "object"}

_Call = tuple[str, dict[str, Any], UUID | None, "asyncio.Future[str]"]


@dataclass(frozen=True)
class GrantedServer:
    """A server, and those of its tools that an app may call. Plain values: no session is needed."""

    name: str
    address: Address
    tools: tuple[ToolSpec, ...]


class McpTools:
    """`async with McpTools(…) as box`, in the event loop that calls: it ends the connections."""

    def __init__(self, servers: Sequence[GrantedServer], settings: KernelSettings):
        self.specs: list[ToolSpec] = []
        self._tools: dict[str, tuple[_Connection, str]] = {}
        self._connections = [_Connection(server, settings) for server in servers]
        for connection in self._connections:
            for tool in connection.server.tools:
                self._add(connection, tool)

    def _add(self, connection: "_Connection", tool: ToolSpec) -> None:
        name = fitting_name(connection.server.name, tool.name, self._tools)
        schema = tool.parameters if tool.parameters.get("type") == "object" else ANY_ARGUMENTS
        self.specs.append(ToolSpec(name, tool.description or tool.name, schema))
        self._tools[name] = (connection, tool.name)

    async def call(self, name: str, arguments: dict[str, Any], effect_key: UUID | None = None) -> str:
        if name not in self._tools:
            return f"Unknown tool {name}."
        connection, tool = self._tools[name]
        return await connection.call(tool, arguments, effect_key)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for connection in self._connections:
            connection.end()
        await asyncio.gather(*(connection.ended() for connection in self._connections))


class _Connection:
    """One server, spoken to from a task of its own: where the client gives up it cancels the task that opened it.

    A failure ends the connection, and the next call makes another.
    """

    def __init__(self, server: GrantedServer, settings: KernelSettings):
        self.server, self.settings = server, settings
        self.task: asyncio.Task[None] | None = None
        self.ending: set[asyncio.Task[None]] = set()
        self.calls: asyncio.Queue[_Call] = asyncio.Queue()

    async def call(self, tool: str, arguments: dict[str, Any], effect_key: UUID | None) -> str:
        if self.task is None or self.task.done():
            self.calls = asyncio.Queue()
            self.task = asyncio.create_task(self._serve(self.calls))
        answer = asyncio.get_running_loop().create_future()
        self.calls.put_nowait((tool, arguments, effect_key, answer))
        task = self.task
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await asyncio.wait({answer, task}, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            self.end()
            return f"{self.server.name} didn't respond within {CALL_SECONDS} seconds."
        except asyncio.CancelledError:
            self.end()
            raise
        if answer.done():
            return answer.result()
        try:
            task.result()
        except McpServerFailed as failure:
            return f"The MCP server {self.server.name} failed. {failure.message}"
        except asyncio.CancelledError:
            pass
        return f"The MCP server {self.server.name} failed. The connection was closed."

    def end(self) -> None:
        if self.task is not None:
            self.task.cancel()
            self.ending.add(self.task)
            self.task = None

    async def ended(self) -> None:
        if self.ending:
            done, _ = await asyncio.wait(self.ending, timeout=CLOSE_SECONDS)
            for task in done:
                # Asked for, so that asyncio does not report it as overlooked.
                _ = task.cancelled() or task.exception()

    async def _serve(self, calls: "asyncio.Queue[_Call]") -> None:
        async with connected(self.server.address, self.settings) as server:
            while True:
                tool, arguments, effect_key, answer = await calls.get()
                told = told_by(await server.call_tool(tool, arguments, effect_key))
                if not answer.done():
                    answer.set_result(told)


def told_by(result: Any) -> str:
    """The result of a call as text; of pictures and sounds that there are some."""
    parts = [_text_of(part) for part in result.content]
    structured = result.structured_content
    # Most servers send it as text as well; some send a summary in its place.
    if structured is not None and (structured or not parts) and not _repeats(parts, structured):
        parts.append(json.dumps(structured, ensure_ascii=False))
    text = "\n".join(parts) or "(nothing)"
    return f"Error: {text}" if result.is_error else text


def _repeats(parts: list[str], value: Any) -> bool:
    """Whether the texts already say what the structured content says."""
    values = [value]
    # What is no object by itself comes wrapped: {"result": 3}.
    if isinstance(value, dict) and list(value) == ["result"]:
        values.append(value["result"])
    read = [_read(part) for part in parts]
    return any(value in read or value in parts or value in (read, parts) for value in values)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _text_of(part: Any) -> str:
    if part.type == "text":
        return part.text
    if part.type == "resource":
        return getattr(part.resource, "text", None) or f"[resource {part.resource.uri}]"
    if part.type == "resource_link":
        return f"[resource {part.uri}]"
    return f"[{part.type}, {part.mime_type}]"


def fitting_name(server: str, tool: str, taken: Any) -> str:
    """A name that models take, [a-zA-Z0-9_-]{1,64}, and that is not taken."""
    front = re.sub(r"[^a-zA-Z0-9_-]+", "_", server)[:MAX_SERVER_NAME].strip("_") or "mcp"
    name = f"{front}_{re.sub(r'[^a-zA-Z0-9_-]+', '_', tool)}"[:MAX_NAME]
    count = 1
    fitting = name
    while fitting in taken:
        count += 1
        fitting = f"{name[: MAX_NAME - 4]}_{count}"
    return fitting
