"""MCP methods by name, and their responses."""

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import Headers

from treeline.assets.agents.files import VersionFiles
from treeline.assets.agents.tools import TOOLS, UnknownTool, call_tool
from treeline.assets.mcp import protocol
from treeline.assets.mcp.protocol import INVALID_PARAMS, METHOD_NOT_FOUND, Answer, Call, RpcFailure
from treeline.assets.mcp.resources import TEMPLATES, list_resources, read_resource

SERVER = {"name": "treeline", "title": "Treeline", "version": "0.1.0"}
CAPABILITIES: dict[str, Any] = {"tools": {}, "resources": {}}
INSTRUCTIONS = (
    "Read-only access to the files of one app, in its active version. Start with `list` or `search`, then "
    "`read`. A folder with a SKILL.md is a skill: read that file before you use the others in the folder."
)
# How long a client may keep an answer: what the program says about itself, and what the version holds.
CONSTANT_MS, CHANGING_MS = 3_600_000, 0


class McpServer:
    """Answers for the files of one app."""

    def __init__(self, files: VersionFiles):
        self.files = files
        self._both: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], int | None]] = {
            "tools/list": (lambda _: {"tools": [tool.described() for tool in TOOLS]}, CONSTANT_MS),
            "tools/call": (self._call_tool, None),
            "resources/list": (lambda params: list_resources(files, params.get("cursor")), CHANGING_MS),
            "resources/read": (lambda params: read_resource(files, params.get("uri")), CHANGING_MS),
            "resources/templates/list": (lambda _: {"resourceTemplates": TEMPLATES}, CONSTANT_MS),
        }

    def answer(self, data: bytes, headers: Headers) -> Answer:
        """The answer to one message as it came."""
        message = None
        try:
            message = protocol.read_message(data)
            if message.id is None:
                # There is no session that one could tell anything about.
                protocol.check_notification(headers)
                return protocol.ACCEPTED
            call = protocol.check_call(message, headers)
        except RpcFailure as error:
            return protocol.answer_error(error, message)
        try:
            return protocol.answer_result(call, self._since_2026(call) if call.envelope else self._before_2026(call))
        except RpcFailure as error:
            return protocol.answer_error(error, message, envelope=call.envelope)

    def _before_2026(self, call: Call) -> dict[str, Any]:
        if call.method == "initialize":
            version = protocol.negotiated(call.params.get("protocolVersion"))
            about = {"capabilities": CAPABILITIES, "serverInfo": SERVER, "instructions": INSTRUCTIONS}
            return {"protocolVersion": version} | about
        if call.method == "ping":
            return {}
        return self._method(call)[0](call.params)

    def _since_2026(self, call: Call) -> dict[str, Any]:
        if call.method == "server/discover":
            versions = list(protocol.VERSIONS)
            result: dict[str, Any] = {"supportedVersions": versions, "capabilities": CAPABILITIES}
            result["instructions"] = INSTRUCTIONS
            keep: int | None = CONSTANT_MS
        else:
            method, keep = self._method(call)
            result = method(call.params)
        result |= {"resultType": "complete", "_meta": {protocol.SERVER_INFO: SERVER}}
        return result if keep is None else result | {"ttlMs": keep, "cacheScope": "private"}

    def _call_tool(self, params: dict[str, Any]) -> dict[str, Any]:
        try:
            return call_tool(self.files, params.get("name"), params.get("arguments"))
        except UnknownTool as error:
            raise RpcFailure(INVALID_PARAMS, str(error)) from error

    def _method(self, call: Call) -> tuple[Callable[[dict[str, Any]], dict[str, Any]], int | None]:
        found = self._both.get(call.method)
        if found is None:
            raise RpcFailure(METHOD_NOT_FOUND, f"Method not found: {call.method}")
        return found
