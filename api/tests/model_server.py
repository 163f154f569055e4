"""A model provider that says what a test tells it to, over a real socket.

It speaks OpenAI's API (models, chat completions, embeddings; rerank as Cohere and TEI have it), and enough of
Anthropic's and Google's. Unless told otherwise it echoes the last thing said.

    with ModelServer() as server:
        server.answer("Hello there")             # the next reply; replies are taken in this order
        server.call_tool("read_file", {"path": "a.txt"})
        server.fail(429, "Slow down")
        server.break_after(3)                    # closes the connection after three words
        server.script = lambda heard: f"You said {heard.said}"
        ... OpenAI's client with base_url=server.base_url ...

By itself: `python -m tests.model_server --port 8800` (in `api/`).
"""

import argparse
import json
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit

from tests.model_dialects import Anthropic, Dialect, Google, Heard, OpenAI, Reply, vector

WAIT_SECONDS = 20
EVENTS = "text/event-stream"
KNOWN = r"^/v1/(chat/completions|embeddings|rerank|messages)$|^/rerank$|^/v1beta/models/.+:(stream)?[gG]enerateContent$"


class Hold:
    """Answers wait in the middle until it is released."""

    def __init__(self, after: int):
        self.after = after
        # Set once an answer waits.
        self.reached = threading.Event()
        self._released = threading.Event()

    def release(self) -> None:
        self._released.set()

    @property
    def is_released(self) -> bool:
        return self._released.is_set()

    def wait(self, seconds: float) -> bool:
        return self._released.wait(seconds)


class ModelServer:
    """`api_key`: the only key that is let in; None lets in everybody."""

    def __init__(self, port: int = 0, *, api_key: str | None = None):
        self.api_key = api_key
        self.models = ["scripted", "scripted-embedding"]
        # Some servers do not.
        self.lists_models = True
        # What answers when no reply is queued.
        self.script: Callable[[Heard], Reply | str] = echo
        # Every question, in the order of arrival; GET /models is none.
        self.requests: list[Heard] = []
        # Set when somebody closes the connection before the answer is over.
        self.hung_up = threading.Event()
        # Whether replies say how many tokens they were.
        self.tells_usage = True
        # As TEI does: at /rerank only, with other names.
        self.is_tei = False
        self._queue: deque[Reply] = deque()
        self._pause = 0.0
        self._hold: Hold | None = None
        self._changed = threading.Condition()
        self._http = _Server(("127.0.0.1", port), _Handler)
        self._http.model_server = self
        self.port = cast(int, self._http.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        # What OpenAI's clients call base_url; Anthropic's and Google's take `url`.
        self.base_url = f"{self.url}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._hold is not None:
            self._hold.release()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, text: str, *, finish: str | None = None) -> None:
        """Queue an answer. `finish`: OpenAI's word for why it ended, such as "length"."""
        self._queue.append(Reply(text=text, finish=finish))

    def call_tool(self, name: str, arguments: Mapping[str, Any] | str, *, text: str = "") -> None:
        """Queue a call of one tool. A string is sent as it is, which need not be JSON."""
        self.call_tools([(name, arguments)], text=text)

    def call_tools(self, calls: Sequence[tuple[str, Mapping[str, Any] | str]], *, text: str = "") -> None:
        written = tuple((name, each if isinstance(each, str) else json.dumps(each)) for name, each in calls)
        self._queue.append(Reply(text=text, calls=written))

    def fail(
        self, status: int, message: str, *, code: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Queue a refusal."""
        self._queue.append(Reply(status=status, text=message, code=code, headers=dict(headers or {})))

    def send(
        self,
        *pieces: bytes,
        status: int = 200,
        content_type: str = EVENTS,
        breaks: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Queue a reply of these bytes, each written by itself. `breaks`: its end is missing."""
        self._queue.append(
            Reply(status=status, raw=pieces, content_type=content_type, breaks=breaks, headers=dict(headers or {}))
        )

    def break_after(self, words: int, text: str = "One two three four five six seven eight") -> None:
        """Queue an answer whose connection is cut after so many words."""
        self._queue.append(Reply(text=text, break_after=words))

    def slow(self, seconds: float) -> None:
        """From now on: so long before each word."""
        self._pause = seconds

    def hold(self, after: int = 1) -> Hold:
        """From now on answers wait after so many words, until the hold is released."""
        self._hold = Hold(after)
        return self._hold

    def forget(self) -> None:
        """Back to the beginning: nothing queued, nothing noted, no hold, no pause."""
        if self._hold is not None:
            self._hold.release()
        self._queue.clear()
        self.requests.clear()
        self.hung_up.clear()
        self.script, self._pause, self._hold = echo, 0.0, None
        self.tells_usage = self.lists_models = True
        self.is_tei = False

    def wait_for(self, count: int) -> list[Heard]:
        """The requests, once there are so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.requests) >= count, WAIT_SECONDS), "no request came"
            return list(self.requests)

    def _next(self, heard: Heard) -> Reply:
        with self._changed:
            self.requests.append(heard)
            self._changed.notify_all()
            queued = self._queue.popleft() if self._queue else None
        said = queued or self.script(heard)
        return Reply(text=said) if isinstance(said, str) else said


def echo(heard: Heard) -> str:
    return f"You said: {heard.said}" if heard.said else "You said nothing."


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024
    model_server: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Those who hang up are what some tests are about."""


class _HungUp(Exception):
    pass


def _vector_by(model: str, text: str) -> list[float]:
    """A name that ends in a number says how many it has; one that is turned is not comparable with others."""
    of = re.search(r"-(\d+)$", model)
    made = vector(text, int(of[1])) if of else vector(text)
    return made[::-1] if model.endswith("-turned") else made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # Whole replies in one write.
    wbufsize = -1

    @property
    def owner(self) -> ModelServer:
        return cast(_Server, self.server).model_server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's own name
        pass

    def do_GET(self) -> None:
        dialect = self._dialect()
        if not self._may_enter(dialect):
            return
        if urlsplit(self.path).path in ("/v1/models", "/v1beta/models") and self.owner.lists_models:
            self._send(200, dialect.models(self.owner.models))
        else:
            self._send(404, dialect.error(404, "Not found", None))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        dialect = self._dialect()
        if not self._may_enter(dialect):
            return
        path = urlsplit(self.path).path
        if not re.search(KNOWN, path) or (path.endswith("/rerank") and path.startswith("/v1") == self.owner.is_tei):
            self._send(404, dialect.error(404, f"There is nothing at {path}.", None))
            return
        heard = dialect.heard(path, body, dict(self.headers.items()))
        reply = self.owner._next(heard)
        if reply.raw is not None:
            self._send_raw(reply)
        elif reply.status != 200:
            self._send(reply.status, dialect.error(reply.status, reply.text, reply.code), reply.headers)
        elif path.endswith("/embeddings"):
            self._send(200, self._embeddings(body))
        elif path.endswith("/rerank"):
            self._rerank(body)
        elif dialect.streams(path, body):
            self._stream(dialect, heard, reply)
        else:
            # The waits of a stream, without its words.
            for _ in self._paced(range(len(reply.words)), reply):
                pass
            self._send(200, dialect.whole(heard, reply, self.owner.tells_usage))

    def _dialect(self) -> Dialect:
        if "x-goog-api-key" in self.headers or ":" in self.path or self.path.startswith("/v1beta"):
            return Google()
        if "anthropic-version" in self.headers or self.path.startswith("/v1/messages"):
            return Anthropic()
        return OpenAI()

    def _may_enter(self, dialect: Dialect) -> bool:
        if self.owner.api_key is None or dialect.key(cast(Any, self.headers)) == self.owner.api_key:
            return True
        self._send(401, dialect.error(401, "Incorrect API key provided.", "invalid_api_key"))
        return False

    def _embeddings(self, body: dict[str, Any]) -> dict[str, Any]:
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        data = [
            {"object": "embedding", "index": at, "embedding": _vector_by(str(body.get("model")), text)}
            for at, text in enumerate(texts)
        ]
        tokens = sum(len(text.split()) for text in texts)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "data": data, "model": body["model"], "usage": usage}

    def _rerank(self, body: dict[str, Any]) -> None:
        """The best first: by the share of the query's words."""
        texts = body.get("texts" if self.owner.is_tei else "documents")
        if texts is None:
            self._send(422, {"error": "missing field `texts`" if self.owner.is_tei else "documents: field required"})
            return
        wanted = set(body["query"].lower().split())
        scores = [(len(wanted & set(text.lower().split())) / len(wanted), at) for at, text in enumerate(texts)]
        name = "score" if self.owner.is_tei else "relevance_score"
        found = [{"index": at, name: score} for score, at in sorted(scores, reverse=True)]
        self._send(200, found if self.owner.is_tei else {"model": body["model"], "results": found})

    def _stream(self, dialect: Dialect, heard: Heard, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        before, pieces, after = dialect.pieces(heard, reply, self.owner.tells_usage)
        with suppress(_HungUp, OSError):
            self._chunk(*before)
            for piece in self._paced(pieces, reply):
                self._chunk(piece)
            self._chunk(*after)
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()
            return
        # Without the last chunk: the client must see that something is missing.
        self.close_connection = True

    def _paced(self, pieces: Any, reply: Reply) -> Iterator[Any]:
        """The pieces at the pace that was asked for. Raises _HungUp where the reply breaks off, or nobody listens."""
        hold = self.owner._hold
        for at, piece in enumerate(pieces):
            if reply.break_after == at:
                self.connection.shutdown(socket.SHUT_RDWR)
                raise _HungUp
            if hold is not None and at == hold.after:
                self._wait(hold)
            self._pause()
            yield piece
        if hold is not None and len(pieces) <= hold.after:
            self._wait(hold)

    def _pause(self) -> None:
        until = time.monotonic() + self.owner._pause
        while (left := until - time.monotonic()) > 0:
            self._listening()
            time.sleep(min(left, 0.05))

    def _wait(self, hold: Hold) -> None:
        hold.reached.set()
        while not hold.wait(0.02):
            self._listening()

    def _listening(self) -> None:
        self.connection.setblocking(False)
        try:
            gone = self.connection.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            gone = False
        except OSError:
            gone = True
        finally:
            with suppress(OSError):
                self.connection.setblocking(True)
        if gone:
            self.owner.hung_up.set()
            raise _HungUp

    def _chunk(self, *events: bytes) -> None:
        data = b"".join(events)
        if not data:
            return
        try:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()
        except OSError as error:
            self.owner.hung_up.set()
            raise _HungUp from error

    def _send_raw(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(_HungUp, OSError):
            for piece in reply.raw or ():
                self._chunk(piece)
            if not reply.breaks:
                self.wfile.write(b"0\r\n\r\n")
                self.wfile.flush()
        self.close_connection = True

    def _send(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="A model provider that echoes: for tests, benchmarks and first steps.")
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--api-key", help="The only key that is let in.")
    parser.add_argument("--pause", type=float, default=0.0, help="Seconds before each word.")
    parser.add_argument("--text", help="Always answer this.")
    asked = parser.parse_args()
    with ModelServer(asked.port, api_key=asked.api_key) as server:
        server.slow(asked.pause)
        if asked.text:
            server.script = lambda _: asked.text
        print(f"OpenAI-compatible at {server.base_url}; models: {', '.join(server.models)}", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
