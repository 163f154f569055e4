"""An MCP server for tests, made with the official library, over a real socket.

    with ToolServer() as server:
        ... a client with server.url ...
        server.calls        # what was called

Tools: add, greet, fail, picture, flood, wait (until `server.released` is set). `key`: the only Authorization header
that is let in. `stateless`: without sessions.

`ScriptedServer` answers with results as they are given, also such as no library would send.
"""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn
from mcp.server.mcpserver import Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.processes import free_port


class ToolServer:
    def __init__(self, *, key: str | None = None, stateless: bool = False, port: int = 0):
        self.key, self.stateless, self.port = key, stateless, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}/mcp"
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.requests = 0
        # An HTTP status that everything is answered with.
        self.refuses_with: int | None = None
        self.waiting, self.released = threading.Event(), threading.Event()
        self.library = MCPServer("For tests", log_level="ERROR")
        self._declare()

    def __enter__(self) -> "ToolServer":
        made = self.library.streamable_http_app(stateless_http=self.stateless, json_response=self.stateless)
        config = uvicorn.Config(self._guarded(made), host="127.0.0.1", port=self.port, log_level="critical")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the MCP server did not start"
            threading.Event().wait(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.released.set()
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)

    def _guarded(self, inner: ASGIApp) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.requests += 1
                status = self.refuses_with
                if self.key is not None and Request(scope).headers.get("authorization") != self.key:
                    status = 401
                if status is not None:
                    await JSONResponse({"detail": "refused"}, status)(scope, receive, send)
                    return
            await inner(scope, receive, send)

        return app

    def _declare(self) -> None:
        @self.library.tool()
        def add(a: int, b: int) -> int:
            """The sum of two numbers."""
            self.calls.append(("add", {"a": a, "b": b}))
            return a + b

        @self.library.tool()
        def greet(name: str) -> str:
            """A greeting."""
            self.calls.append(("greet", {"name": name}))
            return f"Hello {name}\0"

        @self.library.tool()
        def fail() -> str:
            """Fails."""
            raise ToolError("this always fails")

        @self.library.tool()
        def picture() -> Image:
            """A picture."""
            return Image(data=b"\x89PNG", format="png")

        @self.library.tool()
        def flood() -> str:
            """More than anybody wants."""
            return "x" * 9 * 1024 * 1024

        @self.library.tool()
        def wait() -> str:
            """Waits."""
            self.waiting.set()
            self.released.wait(20)
            return "waited"


class Told(dict[str, Any]):
    """What stands beside "jsonrpc"; without an id it gets that of the request."""


class ScriptedServer:
    """`results`: by method, a result or what makes one of the params; `Told`: the answer as it is sent."""

    def __init__(self, *, content_type: str = "application/json", **results: Any):
        self.content_type = content_type
        self.results: dict[str, Any] = {
            "initialize": {
                "protocolVersion": "2025-06-18",
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "scripted", "version": "1"},
            },
            **{name.replace("_", "/"): result for name, result in results.items()},
        }
        self.asked: list[str] = []

    def __enter__(self) -> "ScriptedServer":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._answer, self.content_type))
        self.url = f"http://127.0.0.1:{self._server.server_port}/mcp"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        method = message["method"]
        self.asked.append(method)
        if "id" not in message:
            return None
        if method not in self.results:
            return {"error": {"code": -32601, "message": "Method not found"}}
        result = self.results[method]
        if isinstance(result, Told):
            return result
        return {"result": result(message.get("params") or {}) if callable(result) else result}


def _handler(
    answer: Callable[[dict[str, Any]], dict[str, Any] | None], content_type: str
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = answer(message)
            body = b"" if told is None else json.dumps({"jsonrpc": "2.0", "id": message["id"], **told}).encode()
            self.send_response(200 if body else 202)
            if content_type:
                self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send_response(405)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *_: Any) -> None:  # noqa: A002  the library's name
            return

    return Handler
