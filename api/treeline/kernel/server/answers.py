"""A request in its thread: calls the application, then sends its response or passes it to the loop."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from itertools import chain
from typing import Any

import h11
import structlog
from werkzeug.exceptions import RequestTimeout

from treeline.kernel.errors import ApiError
from treeline.kernel.ids import new_id
from treeline.kernel.server.bodies import RequestBody
from treeline.kernel.server.lanes import Place
from treeline.kernel.server.later import AwaitedReply, LiveBody

log = structlog.stdlib.get_logger(__name__)

# An answer up to this size is made at once, and leaves without a thread.
SHORT_BYTES = 1024 * 1024
App = Callable[..., Iterable[bytes]]


class Gone(Exception):
    """The connection cannot be used any further."""


@dataclass
class Call:
    """One request that has been received, or as much of it as a thread needs to begin."""

    http: h11.Connection
    method: bytes
    body: RequestBody
    environ: dict[str, Any]
    place: Place
    # Sends what it can without waiting, and returns what is left.
    send: Callable[[bytes], bytes]
    # Sends all, at the client's pace. Raises RequestTimeout, OSError.
    send_all: Callable[[bytes], None]
    # Whether the connection may be used again.
    keep: Callable[[], bool]


@dataclass
class Answered:
    """What the loop has to do yet. `rest`: bytes to send; `live`: the body that follows them; `keep`: not to close."""

    rest: bytes = b""
    keep: bool = False
    live: LiveBody | None = None
    awaited: AwaitedReply | None = None
    failed: bool = False


class _Start:
    """What WSGI calls start_response."""

    def __init__(self) -> None:
        self.status, self.headers = 500, list[tuple[str, str]]()

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        self.status, self.headers = int(status.split(" ", 1)[0]), headers
        return _no_write


def _no_write(data: bytes) -> None:
    raise NotImplementedError("Return the body instead.")


def answered(app: App, call: Call) -> Answered:
    """Raises nothing: what fails here has to end this connection and no other."""
    try:
        return _answered(app, call)
    except (Gone, RequestTimeout, ConnectionError) as error:
        log.debug("client disconnected: %s", error)
    except Exception:
        log.exception("unhandled error while serving a request")
    return Answered(failed=True)


def _answered(app: App, call: Call) -> Answered:
    start = _Start()
    try:
        body = app(call.environ, start)
    except Exception as error:
        return _fault(call, error)
    if isinstance(body, AwaitedReply):
        return Answered(awaited=body)
    if isinstance(body, LiveBody):
        return Answered(head(call, start.status, start.headers), keep=call.keep(), live=body)
    try:
        return _sent(call, start, body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()


def _sent(call: Call, start: _Start, body: Iterable[bytes]) -> Answered:
    pieces = iter(body)
    try:
        first, more = _beginning(pieces)
        if more is not None or len(first) > SHORT_BYTES:
            call.place.transfer()
    except Exception as error:
        return _fault(call, error)
    begun = head(call, start.status, start.headers)
    if more is None and len(first) <= SHORT_BYTES:
        rest = call.send(begun + _data(call, first) + _end(call))
        return Answered(rest, keep=call.keep())
    call.send_all(begun)
    for piece in chain((first, more or b""), pieces):
        if piece:
            call.send_all(_data(call, piece))
    call.send_all(_end(call))
    return Answered(keep=call.keep())


def _beginning(pieces: Iterator[bytes]) -> tuple[bytes, bytes | None]:
    """The first bytes, and the piece behind them, if there is any."""
    taken, size = list[bytes](), 0
    for piece in pieces:
        if taken and size + len(piece) > SHORT_BYTES:
            return b"".join(taken), piece
        taken.append(piece)
        size += len(piece)
    return (taken[0] if len(taken) == 1 else b"".join(taken)), None


def _fault(call: Call, error: Exception) -> Answered:
    """An answer in place of the one that did not come about. Nothing has been sent yet."""
    if not isinstance(error, ApiError):
        log.error("unhandled error", exc_info=error)
        error = _Bug("Something went wrong on our side. See the server log.")
    headers = [*error.headers.items()]
    body = error_body(error.status, error.code, error.message)
    full = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers]
    rest = call.send(head(call, error.status, full) + _data(call, body) + _end(call))
    return Answered(rest, keep=call.keep())


class _Bug(ApiError):
    status, code = 500, "internal_server_error"


def head(call: Call, status: int, headers: list[tuple[str, str]]) -> bytes:
    """Raises h11.LocalProtocolError for headers that are none."""
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    raw.append((b"Date", formatdate(usegmt=True).encode()))
    if not call.keep():
        raw.append((b"Connection", b"close"))
    reason = HTTPStatus(status).phrase.encode() if status in _STATUSES else b""
    return _framed(call, h11.Response(status_code=status, headers=raw, reason=reason))


_STATUSES = {status.value for status in HTTPStatus}


def _data(call: Call, data: bytes) -> bytes:
    return _framed(call, h11.Data(data=data)) if data and call.method != b"HEAD" else b""


def _end(call: Call) -> bytes:
    return _framed(call, h11.EndOfMessage())


def _framed(call: Call, event: h11.Event) -> bytes:
    try:
        return call.http.send(event) or b""
    except h11.LocalProtocolError as error:
        # More or less than the declared length, for one: what has left cannot be taken back.
        raise Gone(str(error)) from error


def live_data(call: Call, pieces: list[bytes]) -> bytes:
    """Pieces of a live body as they are sent."""
    return _data(call, b"".join(pieces))


def live_end(call: Call) -> bytes:
    return _end(call)


def error_body(status: int, code: str, message: str) -> bytes:
    return json.dumps({"code": code, "message": message, "status": status}).encode()


def error_reply(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> bytes:
    """A whole reply, for a request that no thread has seen; the connection is closed behind it."""
    body = error_body(status, code, message)
    fields = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Date": formatdate(usegmt=True),
        "X-Content-Type-Options": "nosniff",
        "X-Request-Id": new_id().hex,
        "Connection": "close",
        **(headers or {}),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    phrase = HTTPStatus(status).phrase
    return f"HTTP/1.1 {status} {phrase}\r\n{lines}\r\n".encode("latin-1") + body
