"""A service outside that answers searches for external knowledge bases, as a test tells it to."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any

from tests.quiet_server import QuietServer


class KnowledgeService:
    """`records`: what it answers; `body` and `status` if it is to answer something else, after `seconds`.

    `asked`: what came: path, authorization and body, in their order.
    """

    def __init__(self) -> None:
        self.records: list[Any] = []
        self.body: bytes | None = None
        self.status, self.seconds = 200, 0.0
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, str, Any]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                service.asked.append((self.path, self.headers.get("Authorization", ""), json.loads(content)))
                time.sleep(service.seconds)
                body = service.body
                if body is None:
                    body = json.dumps({"records": service.records}).encode()
                self.send_response(service.status)
                for name, value in {"Content-Type": "application/json", **service.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
                pass

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "KnowledgeService":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
