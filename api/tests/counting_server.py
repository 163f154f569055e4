"""A server outside that counts what is done to it, and under which keys."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any

from tests.quiet_server import QuietServer


class CountingServer:
    """`seconds`: how long each request takes, after it has been counted; `body`: what it gets; `meanwhile`: what
    happens before that.
    """

    def __init__(
        self,
        seconds: float = 0.0,
        body: bytes = b"done",
        media_type: str = "text/plain",
        meanwhile: Callable[[], None] = lambda: None,
    ):
        self.seconds = seconds
        # {path: keys, in the order of the requests}
        self.keys: defaultdict[str, list[str]] = defaultdict(list)
        counting = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                counting.keys[self.path].append(self.headers.get("Idempotency-Key", ""))
                time.sleep(counting.seconds)
                meanwhile()
                self.send_response(200)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
                pass

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def requests(self) -> int:
        return sum(map(len, self.keys.values()))

    def __enter__(self) -> "CountingServer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
