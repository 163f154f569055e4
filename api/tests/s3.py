"""An S3 server (moto) in a process of its own, and a wire to it that carries badly when told to."""

import re
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import cast
from uuid import uuid4

import requests

from tests.processes import free_port
from tests.settings import settings_of
from treeline.settings import Settings

NONE = "(?!)"


class S3Server:
    def __init__(self):
        self.port = free_port()

    def __enter__(self) -> "S3Server":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            with suppress(requests.ConnectionError):
                requests.get(f"http://127.0.0.1:{self.port}/moto-api/data.json", timeout=5)
                return self
            time.sleep(0.05)
        raise RuntimeError("moto does not answer after 15 s")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def bucket(self) -> dict[str, str]:
        """A new bucket, as settings by the names of the environment."""
        endpoint, name = f"http://127.0.0.1:{self.port}", f"bucket-{uuid4()}"
        assert requests.put(f"{endpoint}/{name}", timeout=10).status_code == 200
        return {
            "STORAGE_TYPE": "s3",
            "S3_ENDPOINT": endpoint,
            "S3_BUCKET_NAME": name,
            "S3_ACCESS_KEY": "key",
            "S3_SECRET_KEY": "secret",
        }


def on_s3(bucket: dict[str, str], settings: Settings | None = None) -> Settings:
    """Settings with this bucket for a storage."""
    own = {name.lower(): value for name, value in bucket.items()}
    if settings is not None:
        return settings.model_copy(update=own)
    return settings_of(**own)


class Wire(ThreadingTCPServer):
    """Carries what comes to its port on to S3, and the answers back."""

    daemon_threads = True

    def __init__(self, s3: S3Server):
        super().__init__(("127.0.0.1", 0), _Link)
        self.s3, self.url = s3, f"http://127.0.0.1:{self.server_address[1]}"
        self.heal()

    def heal(self) -> None:
        # What each request began with: its line and headers.
        self.requests: list[str] = []
        # Seconds before each piece is carried on.
        self.pause = 0.0
        # How many bytes it still carries, either way; then it is cut, and so is every new connection, if it stays cut.
        self.left, self.stays_cut = sys.maxsize, True
        # Requests, by a regular expression, that reach S3 and whose answers are lost.
        self.lost = NONE
        # Requests that do not reach S3, and the status that they are answered with.
        self.refused, self.status, self.answer = NONE, 500, b""


class _Link(BaseRequestHandler):
    """One connection, which with moto is one request."""

    request: socket.socket

    def handle(self) -> None:
        wire = cast(Wire, self.server)
        with suppress(OSError), socket.create_connection(("127.0.0.1", wire.s3.port)) as s3:
            began = self.request.recv(65536)
            line = began.decode("latin-1")
            wire.requests.append(line)
            if re.match(wire.refused, line):
                length = f"Content-Length: {len(wire.answer)}\r\nConnection: close"
                self.request.sendall(f"HTTP/1.1 {wire.status} Refused\r\n{length}\r\n\r\n".encode() + wire.answer)
                return
            s3.sendall(began)
            while sent := self._next(s3, wire):
                source, data = sent
                if source is s3 and re.match(wire.lost, line) and data[8:10] == b" 2":
                    return
                (s3 if source is self.request else self.request).sendall(data)

    def _next(self, s3: socket.socket, wire: Wire) -> tuple[socket.socket, bytes] | None:
        """Who sent what; None when it is over."""
        time.sleep(wire.pause)
        source: socket.socket = select.select([self.request, s3], [], [])[0][0]
        data = source.recv(65536)
        wire.left -= len(data)
        if wire.left > 0:
            return (source, data) if data else None
        if not wire.stays_cut:
            wire.left = sys.maxsize
        return None


@contextmanager
def wire_to(s3: S3Server) -> Iterator[Wire]:
    with Wire(s3) as wire:
        thread = threading.Thread(target=wire.serve_forever, daemon=True)
        thread.start()
        try:
            yield wire
        finally:
            wire.shutdown()
            thread.join()
