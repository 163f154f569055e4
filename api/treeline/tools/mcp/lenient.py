"""Treats empty values from MCP servers as omitted, before the official client's strict types see them."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

# Results of other requests: nothing is missing in them.
_OTHERS = ("protocolVersion", "supportedVersions", "capabilities", "resources", "prompts")

# Of a server that does not say which it speaks, as of a request without the header.
ASSUMED_VERSION = "2025-03-26"


@asynccontextmanager
async def lenient(transport: AbstractAsyncContextManager[Any]) -> AsyncIterator[Any]:
    """The same transport; results come as `mended` has them."""
    async with transport as (read, write):
        sent = _Sent(write)
        yield _Mended(read, sent), sent


class _Stream:
    """As it is but for what a subclass has otherwise."""

    def __init__(self, stream: Any):
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    async def __aenter__(self) -> Self:
        await self._stream.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await self._stream.__aexit__(kind, error, trace)


class _Sent(_Stream):
    """Remembers the last request: one is asked at a time."""

    last: Any = None

    async def send(self, item: Any) -> None:
        message: Any = getattr(item, "message", None)
        if hasattr(message, "method") and getattr(message, "id", None) is not None:
            self.last = message.id
        await self._stream.send(item)


class _Mended(_Stream):
    """A stream of messages that are read."""

    def __init__(self, stream: Any, sent: _Sent):
        super().__init__(stream)
        self._sent = sent

    async def receive(self) -> Any:
        return self._mend(await self._stream.receive())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        return self._mend(await self._stream.__anext__())

    def _mend(self, item: Any) -> Any:
        message: Any = getattr(item, "message", None)
        if isinstance(getattr(message, "result", None), dict):
            item.message = message.model_copy(update={"result": mended(message.result)})
        elif hasattr(message, "error") and message.id is None:  # nobody would wait for it
            item.message = message.model_copy(update={"id": self._sent.last})
        return item


def readable_type(content_type: str) -> str:
    """The type of an answer; JSON where a server leaves open what it sends."""
    plain = content_type.partition(";")[0].strip().lower()
    is_open = plain in ("", "text/plain", "text/json", "application/octet-stream") or plain.endswith("+json")
    return "application/json" if is_open else content_type


def mended(result: dict[str, Any]) -> dict[str, Any]:
    """A result without nulls for what is absent, and with what a tool or a result must have.

    Schemas and structured content stay as they are: null is a value there.
    """
    present = _present(result)
    if "_meta" in present and not isinstance(present["_meta"], dict):
        del present["_meta"]
    if "tools" in result:
        cursor = present.pop("nextCursor", None)
        if isinstance(cursor, (str, int)) and cursor is not False:
            present["nextCursor"] = str(cursor)
        return present | {"tools": [_tool(tool) for tool in _list(result["tools"]) if _is_tool(tool)]}
    if "protocolVersion" in result or "serverInfo" in result:
        return _introduction(present)
    if any(name in result for name in _OTHERS):
        return present
    return _called(present)


def _introduction(present: dict[str, Any]) -> dict[str, Any]:
    """What `initialize` is answered with."""
    capabilities, server = _object(present.get("capabilities")), _object(present.get("serverInfo"))
    found = {name: value if isinstance(value, dict) else {} for name, value in _present(capabilities).items() if value}
    about = {name: value for name, value in server.items() if isinstance(value, str)}
    version = {"protocolVersion": ASSUMED_VERSION}
    return version | present | {"capabilities": found, "serverInfo": {"name": "", "version": ""} | about}


def _called(present: dict[str, Any]) -> dict[str, Any]:
    """What a tool is answered with."""
    structured = present.pop("structuredContent", None)
    if structured is not None and structured != []:
        present["structuredContent"] = structured if isinstance(structured, dict) else {"result": structured}
    if str(present.get("isError")).lower() not in ("true", "false", "1", "0"):
        present.pop("isError", None)
    return present | {"content": [_part(part) for part in _list(present.get("content"))]}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _is_tool(tool: Any) -> bool:
    return isinstance(tool, dict) and isinstance(tool.get("name"), str)


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    from mcp.types import Tool

    # A list stands for an empty object where a language has one thing for both.
    schema = tool.get("inputSchema")
    described = {name: value for name, value in _present(tool).items() if value != []}
    described |= {"inputSchema": schema if isinstance(schema, dict) else {"type": "object"}}
    if _fits(Tool, described):
        return described
    # One field that is wrong is no reason to lose the tool, or all of them.
    needed = {"name", "inputSchema"} | ({"description"} if isinstance(tool.get("description"), str) else set())
    return {name: described[name] for name in needed}


def _part(part: Any) -> dict[str, Any]:
    if not isinstance(part, dict):
        return {"type": "text", "text": part if isinstance(part, str) else _json(part)}
    present = _present(part)
    if present.get("type") == "text" and not isinstance(present.get("text"), str):
        return {"type": "text", "text": _json(present["text"]) if "text" in present else ""}
    return present if _is_content(present) else {"type": "text", "text": _json(part)}


def _is_content(part: dict[str, Any]) -> bool:
    from mcp.types import CallToolResult

    return _fits(CallToolResult, {"content": [part]})


def _fits(kind: Any, value: Any) -> bool:
    try:
        kind.model_validate(value)
    except ValidationError:
        return False
    return True


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
