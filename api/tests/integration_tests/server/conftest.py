"""A real API with few places and little patience, and clients that speak to its socket."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any, NamedTuple

import pytest

from tests.processes import Api, Caller
from tests.runs import Stage, stage
from treeline.settings import Settings

THREADS, TRANSFERS, STREAMS = 8, 4, 8
SMALL = {
    "API_THREADS": str(THREADS),
    "API_TRANSFERS": str(TRANSFERS),
    "API_STREAMS": str(STREAMS),
    "API_HEADER_TIMEOUT": "1.5",
    "API_MIN_BYTES_PER_SECOND": "100000",
    "API_MIN_RATE_SECONDS": "1.5",
    "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
}


@pytest.fixture(scope="package")
def small(settings: Settings) -> Iterator[Stage]:
    """No worker: what is started waits."""
    with stage(settings, **SMALL) as made:
        yield made


@pytest.fixture
def api(small: Stage) -> Api:
    return small.api


@pytest.fixture
def caller(small: Stage) -> Caller:
    return small.caller


class Reply(NamedTuple):
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """One connection; what is sent and read is up to the test."""

    def __init__(self, api: Api, receive_buffer: int = 0):
        self.sock = socket.socket()
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.settimeout(20)
        self.sock.connect(("127.0.0.1", api.port))

    def send(self, *pieces: bytes) -> "Wire":
        for piece in pieces:
            self.sock.sendall(piece)
        return self

    def reply(self, method: str = "GET") -> Reply:
        """The next reply."""
        response = HTTPResponse(_Unclosed(self.sock), method=method)  # pyright: ignore[reportArgumentType]  a socket
        response.begin()
        return Reply(response.status, response.headers, response.read())

    def is_over(self) -> bool:
        """Whether the server has closed; waits for it."""
        try:
            while self.sock.recv(1 << 20):
                pass
        except ConnectionError:
            pass
        return True

    def close(self) -> None:
        self.sock.close()


class _Unclosed:
    """HTTPResponse reads ahead through a buffer; so does nobody here, or pipelined replies would be lost in it."""

    def __init__(self, sock: socket.socket):
        self.sock = sock

    def makefile(self, mode: str) -> Any:
        return self.sock.makefile("rb", buffering=0)


@contextmanager
def wires(api: Api, count: int, receive_buffer: int = 0) -> Iterator[list[Wire]]:
    made = [Wire(api, receive_buffer) for _ in range(count)]
    try:
        yield made
    finally:
        for each in made:
            each.close()


@pytest.fixture
def wire(api: Api) -> Iterator[Wire]:
    made = Wire(api)
    yield made
    made.close()


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def post(path: str, *headers: str, body: bytes = b"", method: str = "POST") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode() + body
