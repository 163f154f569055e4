"""A small HTTP API with an OpenAPI document, over a real socket. It notes what it was asked."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes


_NAMES = {"type": "array", "items": {"type": "string"}}
_SHIP = {"$ref": "#/components/schemas/Ship"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Harbour", "version": "1"},
    "servers": [{"url": "/v1"}],
    "paths": {
        "/ships/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "getShip",
                "summary": "One ship",
                "parameters": [{"name": "fields", "in": "query", "schema": _NAMES}],
            },
            "delete": {"operationId": "removeShip"},
        },
        "/ships": {
            "post": {
                "operationId": "addShip",
                "requestBody": {"required": True, "content": {"application/json": {"schema": _SHIP}}},
            },
        },
        "/tides": {"get": {"operationId": "tides", "description": "When the water comes"}},
    },
    "components": {
        "schemas": {
            "Ship": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "sisters": {"type": "array", "items": _SHIP}},
            }
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}


@dataclass
class ApiServer:
    """`with ApiServer() as api`: `api.url` is where it is, `api.document` what it serves under /openapi.json.

    `replies`: what it says to "GET /v1/ships/1", as (status, headers, body).
    """

    document: dict[str, Any] = field(default_factory=lambda: json.loads(json.dumps(DOCUMENT)))
    replies: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def __enter__(self) -> "ApiServer":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def document_url(self) -> str:
        return f"{self.url}/openapi.json"

    @property
    def calls(self) -> list[Heard]:
        """Without those for the document."""
        return [each for each in self.heard if each.path != "/openapi.json"]

    def says(self, to: str, value: Any, status: int = 200, **headers: str) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        self.replies[to] = (status, {"Content-Type": "application/json", **given}, body)


def _handler(api: ApiServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            query = parse_qsl(parts.query, keep_blank_values=True)
            api.heard.append(Heard(self.command, parts.path, query, dict(self.headers.items()), body))
            if parts.path == "/openapi.json":
                status, headers, data = 200, {"Content-Type": "application/json"}, json.dumps(api.document).encode()
            else:
                echo = json.dumps({"path": parts.path, "query": query}).encode()
                usual = (200, {"Content-Type": "application/json"}, echo)
                status, headers, data = api.replies.get(f"{self.command} {parts.path}", usual)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _answer  # noqa: N815  the library's names

        def log_message(self, format: str, *_: Any) -> None:  # noqa: A002  the library's name
            pass

    return Handler
