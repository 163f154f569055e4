"""What MCP servers send in place of nothing, read as nothing, before the official client's strict types see it."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

# Results of other requests: nothing is missing in them.
_OTHERS = ("protocolVersion", "supportedVersions", "capabilities", "resources", "prompts")


@asynccontextmanager
async def lenient(transport: AbstractAsyncContextManager[Any]) -> AsyncIterator[Any]:
    """The same transport; results come as `mended` has them."""
    async with transport as (read, write):
        yield _Mended(read), write


class _Mended:
    """A stream of messages that are read."""

    def __init__(self, stream: Any):
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    async def receive(self) -> Any:
        return _with_mended_result(await self._stream.receive())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        return _with_mended_result(await self._stream.__anext__())

    async def __aenter__(self) -> Self:
        await self._stream.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await self._stream.__aexit__(kind, error, trace)


def _with_mended_result(item: Any) -> Any:
    message: Any = getattr(item, "message", None)
    if isinstance(getattr(message, "result", None), dict):
        item.message = message.model_copy(update={"result": mended(message.result)})
    return item


def mended(result: dict[str, Any]) -> dict[str, Any]:
    """A result without nulls for what is absent, and with what a tool or a result must have.

    Schemas and structured content stay as they are: null is a value there.
    """
    present = _present(result)
    if "tools" in result:
        return present | {"tools": [_tool(tool) for tool in _list(result["tools"]) if _is_tool(tool)]}
    if any(name in result for name in _OTHERS):
        return present
    return present | {"content": [_part(part) for part in _list(result.get("content"))]}


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _is_tool(tool: Any) -> bool:
    return isinstance(tool, dict) and isinstance(tool.get("name"), str)


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    # A list stands for an empty object where a language has one thing for both.
    schema = tool.get("inputSchema")
    described = {name: value for name, value in _present(tool).items() if value != []}
    return described | {"inputSchema": schema if isinstance(schema, dict) else {"type": "object"}}


def _part(part: Any) -> dict[str, Any]:
    if not isinstance(part, dict):
        return {"type": "text", "text": part if isinstance(part, str) else _json(part)}
    present = _present(part)
    if present.get("type") == "text" and not isinstance(present.get("text"), str):
        return {"type": "text", "text": _json(present["text"]) if "text" in present else ""}
    return present if _is_content(present) else {"type": "text", "text": _json(part)}


def _is_content(part: dict[str, Any]) -> bool:
    from mcp.types import CallToolResult

    try:
        CallToolResult.model_validate({"content": [part]})
    except ValidationError:
        return False
    return True


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
