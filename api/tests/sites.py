"""A little web site on this machine, for what our own process asks of others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

# Status, headers, body.
Page = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """`pages` by path; `asked`: the paths that were asked for, and with which headers; `bodies`: what came with it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = cast(int, self.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.pages: dict[str, Page] = {"/": (200, {"Content-Type": "text/plain"}, b"hello")}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[bytes] = []
        self.methods: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's own name
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        site = cast(Site, self.server)
        site.asked.append((self.path, dict(self.headers.items())))
        site.methods.append(self.command)
        site.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        status, headers, body = site.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)


@contextmanager
def site() -> Iterator[Site]:
    with Site() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()
