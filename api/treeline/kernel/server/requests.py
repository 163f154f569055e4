"""Turns a parsed request into a WSGI environment."""

import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import h11

from treeline.kernel.server.bodies import RequestBody

# Each stands once in a request, or two readers of it may take different ones.
SINGLE = {b"host", b"content-type", b"content-length", b"transfer-encoding", b"authorization"}
LINE_BYTES = 8190
HEAD_BYTES = 64 * 1024
MOST_HEADERS = 100


class Unserved(Exception):
    """A request that is answered before anybody looks at what it is about."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass
class Head:
    """A request without its body."""

    event: h11.Request
    headers: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def length(self) -> int | None:
        length = self.headers.get(b"content-length")
        return None if length is None else int(length)

    @property
    def is_chunked(self) -> bool:
        return b"transfer-encoding" in self.headers


def head_of(event: h11.Request) -> Head:
    """Raises Unserved for what HTTP forbids, or leaves open to misreading."""
    if len(event.target) > LINE_BYTES:
        raise Unserved(414, "uri_too_long", f"The URL exceeds {LINE_BYTES} bytes.")
    size = sum(len(name) + len(value) for name, value in event.headers)
    if len(event.headers) > MOST_HEADERS or size > HEAD_BYTES:
        message = f"The request has more than {MOST_HEADERS} headers or {HEAD_BYTES} bytes of headers."
        raise Unserved(431, "request_header_fields_too_large", message)
    if event.http_version not in (b"1.0", b"1.1"):
        raise Unserved(400, "bad_request", "This server speaks HTTP/1.1 and HTTP/1.0.")
    head = Head(event)
    for name, value in event.headers:
        # CONTENT_LENGTH and Content-Length would be the same to WSGI.
        if b"_" in name:
            continue
        if name not in head.headers:
            head.headers[name] = value
        elif name in SINGLE:
            raise Unserved(400, "bad_request", f"The header {name.decode()} is given twice.")
        else:
            head.headers[name] += (b"; " if name == b"cookie" else b",") + value
    if head.is_chunked and b"content-length" in head.headers:
        raise Unserved(400, "bad_request", "Content-Length and Transfer-Encoding are both given.")
    return head


def environ_of(head: Head, body: RequestBody, peer: Any, local: Any, *, https: bool) -> dict[str, Any]:
    target = head.event.target.decode("latin-1")
    # In full, as proxies are sent it, or as most are.
    path, _, query = (target if target.startswith("/") else _relative(target)).partition("?")
    peer, local = (pair if isinstance(pair, tuple) else ("", 0) for pair in (peer, local))
    environ = {
        "wsgi.version": (1, 0),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "https" if https else "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "REQUEST_METHOD": head.event.method.decode("ascii"),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": target,
        "REQUEST_URI": target,
        "SERVER_PROTOCOL": f"HTTP/{head.event.http_version.decode('ascii')}",
        "SERVER_NAME": local[0],
        "SERVER_PORT": str(local[1]),
        "REMOTE_ADDR": peer[0],
        "REMOTE_PORT": str(peer[1]),
    }
    for name, value in head.headers.items():
        key = name.decode("ascii").upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = value.decode("latin-1")
    return environ


def _relative(target: str) -> str:
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
