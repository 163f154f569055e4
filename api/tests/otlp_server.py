"""A collector outside (OTLP over HTTP) that does what a test says."""

import gzip
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from tests.quiet_server import QuietServer


class OtlpServer:
    """`requests`: path, headers and what was read of each that was accepted; `asked`: how many came.

    `status`: what it answers; `headers`: beside that; `refuses`: of a request whose bytes this says, 400; `rejected`:
    so many spans of each request; `seconds`: how long each takes; `before_answer`: called when it has taken one.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], ExportTraceServiceRequest]] = []
        self.asked, self.at_once, self.most_at_once = 0, 0, 0
        self.status, self.headers, self.said = 200, dict[str, str](), b""
        self.refuses: Callable[[ExportTraceServiceRequest], bool] = lambda _: False
        self.rejected, self.seconds = 0, 0.0
        self.before_answer: Callable[[], None] = lambda: None
        server, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = ExportTraceServiceRequest.FromString(gzip.decompress(body))
                with lock:
                    server.asked += 1
                    server.at_once += 1
                    server.most_at_once = max(server.most_at_once, server.at_once)
                time.sleep(server.seconds)
                status = 400 if server.refuses(told) else server.status
                if status == 200:
                    server.requests.append((self.path, dict(self.headers), told))
                    server.before_answer()
                with lock:
                    server.at_once -= 1
                self.answer(status)

            def answer(self, status: int) -> None:
                partial = ExportTracePartialSuccess(rejected_spans=server.rejected, error_message="too old")
                reply = ExportTraceServiceResponse(partial_success=partial if server.rejected else None)
                body = reply.SerializeToString() if status == 200 else server.said
                self.send_response(status)
                self.send_header("Content-Type", "application/x-protobuf" if status == 200 else "text/plain")
                self.send_header("Content-Length", str(len(body)))
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
                pass

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    def spans(self) -> list[Any]:
        """All that were accepted, in their order."""
        return [
            span
            for _, _, told in self.requests
            for resource in told.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def runs(self) -> Counter[str]:
        """How often each run came."""
        return Counter(span.trace_id.hex() for span in self.spans() if not span.parent_span_id)

    def __enter__(self) -> "OtlpServer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def told_of(span: Any) -> dict[str, Any]:
    """Its attributes."""
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}
