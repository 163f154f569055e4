"""What the Model Context Protocol requires of a stateless endpoint: JSON-RPC 2.0, versions, envelopes.

Two generations are supported. Versions until 2025-11-25 begin with `initialize`; since 2026-07-28, every request
describes itself in `params._meta` and in headers. Nothing here knows what the methods do.
"""

from base64 import b64decode
from dataclasses import dataclass
from typing import Any

import msgspec
from werkzeug.datastructures import Headers

HANDSHAKE_VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
ENVELOPE_VERSIONS = ("2026-07-28",)
VERSIONS = ENVELOPE_VERSIONS + HANDSHAKE_VERSIONS

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
HEADER_MISMATCH, UNSUPPORTED_VERSION = -32020, -32022
# Retired by 2026-07-28 in favour of INVALID_PARAMS.
RESOURCE_NOT_FOUND = -32002

# In the older generation an error of a method is an answer like any other: 200.
_ENVELOPE_STATUS = {METHOD_NOT_FOUND: 404, INVALID_PARAMS: 400, RESOURCE_NOT_FOUND: 400}

_META = "io.modelcontextprotocol/"
_VERSION, _CAPABILITIES = f"{_META}protocolVersion", f"{_META}clientCapabilities"
SERVER_INFO = f"{_META}serverInfo"
# The parameter that the header Mcp-Name repeats.
_NAMED = {"tools/call": "name", "resources/read": "uri", "prompts/get": "name"}


class RpcFailure(Exception):
    """A refusal in the words of JSON-RPC. `status`: the HTTP status, where the message itself is at fault."""

    def __init__(self, code: int, message: str, data: Any = None, status: int | None = None):
        super().__init__(message)
        self.code, self.message, self.data, self.status = code, message, data, status


@dataclass(frozen=True)
class Message:
    """A request, or without an id a notification."""

    id: str | int | float | None
    method: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Call(Message):
    """A request whose version is known. `envelope`: it is of the generation that needs no `initialize`."""

    envelope: bool


def read_message(data: bytes) -> Message:
    """Raises RpcFailure, which is answered with the id null."""
    try:
        sent = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise RpcFailure(PARSE_ERROR, f"Not valid JSON: {error}", status=400) from error
    if isinstance(sent, list):
        raise RpcFailure(INVALID_REQUEST, "Batches are not supported. Send one message per request.", status=400)
    if not isinstance(sent, dict) or sent.get("jsonrpc") != "2.0" or not isinstance(sent.get("method"), str):
        message = 'A message must be an object with "jsonrpc": "2.0" and a method.'
        raise RpcFailure(INVALID_REQUEST, message, status=400)
    message_id, params = sent.get("id"), absent_as(sent.get("params"), {})
    # Some clients write what is absent as null, and whole numbers as 1.0.
    is_absent = message_id is None and ("id" not in sent or sent["method"].startswith("notifications/"))
    if not is_absent and not _is_id(message_id):
        raise RpcFailure(INVALID_REQUEST, "The id of a request must be a string or an integer.", status=400)
    if not isinstance(params, dict):
        raise RpcFailure(INVALID_REQUEST, "params must be an object.", status=400)
    return Message(message_id, sent["method"], params)


def _is_id(value: Any) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def absent_as(value: Any, default: Any) -> Any:
    """The default in place of what clients send for nothing: null, and [] where an object is expected."""
    return default if value is None or value == [] else value


def check_notification(headers: Headers) -> None:
    """Raises RpcFailure."""
    version = headers.get("MCP-Protocol-Version")
    if version and version not in VERSIONS:
        raise _unsupported(version)


def check_call(message: Message, headers: Headers) -> Call:
    """The request of a message. Raises RpcFailure."""
    version, meta = headers.get("MCP-Protocol-Version") or None, message.params.get("_meta")
    meta = meta if isinstance(meta, dict) else {}
    envelope = version in ENVELOPE_VERSIONS or meta.get(_VERSION) is not None
    if envelope:
        _check_envelope(message, meta, headers)
    elif version is not None and version not in HANDSHAKE_VERSIONS and message.method != "initialize":
        raise _unsupported(version)
    return Call(message.id, message.method, message.params, envelope)


def _check_envelope(message: Message, meta: dict[str, Any], headers: Headers) -> None:
    missing = [name for name in (_VERSION, _CAPABILITIES) if meta.get(name) is None]
    if missing:
        raise RpcFailure(INVALID_PARAMS, f"params._meta is missing {' and '.join(missing)}.", status=400)
    expected = {"MCP-Protocol-Version": meta[_VERSION], "Mcp-Method": message.method}
    name = message.params.get(_NAMED.get(message.method, ""))
    if name is not None:
        expected["Mcp-Name"] = name
    for header, value in expected.items():
        if _decoded(headers.get(header)) != value:
            raise RpcFailure(HEADER_MISMATCH, f"The header {header} doesn't match the body.", status=400)
    if meta[_VERSION] not in ENVELOPE_VERSIONS:
        raise _unsupported(meta[_VERSION])


def _decoded(header: str | None) -> str | None:
    """A header's text; what is not plain ASCII comes as `=?base64?…?=`."""
    if header is None or not (header.startswith("=?base64?") and header.endswith("?=")):
        return header
    try:
        return b64decode(header[9:-2], validate=True).decode()
    except ValueError:
        return None


def _unsupported(version: Any) -> RpcFailure:
    data = {"supported": list(VERSIONS), "requested": version}
    return RpcFailure(UNSUPPORTED_VERSION, "Unsupported protocol version", data, status=400)


def negotiated(asked: Any) -> str:
    """The version that `initialize` settles on. Raises RpcFailure."""
    if not isinstance(asked, str):
        raise RpcFailure(INVALID_PARAMS, "initialize requires a protocolVersion.")
    return asked if asked in HANDSHAKE_VERSIONS else HANDSHAKE_VERSIONS[0]


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP; no body for a notification."""

    status: int
    body: bytes = b""


ACCEPTED = Answer(202)


def answer_result(call: Call, result: dict[str, Any]) -> Answer:
    return Answer(200, msgspec.json.encode({"jsonrpc": "2.0", "id": call.id, "result": result}))


def answer_error(error: RpcFailure, message: Message | None = None, *, envelope: bool = False) -> Answer:
    """The error of a message, or of something that is none."""
    code = INVALID_PARAMS if envelope and error.code == RESOURCE_NOT_FOUND else error.code
    fault: dict[str, Any] = {"code": code, "message": error.message}
    if error.data is not None:
        fault["data"] = error.data
    status = error.status or (_ENVELOPE_STATUS.get(error.code, 200) if envelope else 200)
    message_id = message.id if message else None
    return Answer(status, msgspec.json.encode({"jsonrpc": "2.0", "id": message_id, "error": fault}))
