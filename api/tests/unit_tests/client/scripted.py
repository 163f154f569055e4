"""A server that answers what a test tells it to, over a real socket."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any


@dataclass
class Reply:
    """`cut`: the connection ends after so many bytes of the body, or before the status line if it is 0."""

    status: int = 200
    body: bytes | dict[str, Any] = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Scripted:
    def __init__(self, base: str, answer: Callable[[Request], Reply]):
        self.base, self.answer, self.requests, self.lock = base, answer, list[Request](), Lock()

    def reply(self, request: Request) -> Reply:
        with self.lock:
            self.requests.append(request)
        return self.answer(request)


@contextmanager
def scripted(*replies: Reply, answer: Callable[[Request], Reply] | None = None) -> Iterator[Scripted]:
    """Gives the replies in turn, or whatever `answer` makes of a request."""
    waiting = list(replies)
    server: Scripted

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # the client goes away where a test means it to
                super().handle()

        def take(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.reply(Request(self.command, self.path, headers, body))
            if reply.cut == 0:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content[: reply.cut])
            self.close_connection = reply.cut is not None

        do_GET = do_POST = do_PUT = take  # noqa: N815  http.server's own names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's own name
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server = Scripted(f"http://127.0.0.1:{listening.server_port}", answer or (lambda _: waiting.pop(0)))
    Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
