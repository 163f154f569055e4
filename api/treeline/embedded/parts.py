"""The state of a running instance's processes, reported by its supervisor to the health check.

It uses a socket instead of a file or Redis, because it is needed most when the disk or Redis is full.
"""

import json
import os
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

SOCKET = "parts.sock"


@dataclass(frozen=True)
class Part:
    """`deaths`: how often it has ended in a row. `last_words`: what it said last; empty while it is well."""

    name: str
    state: Literal["up", "starting", "down"]
    deaths: int
    last_words: str


@dataclass(frozen=True)
class Instance:
    """`console`: what has become of building it; empty: it is there, or nobody builds it."""

    parts: list[Part]
    console: Literal["", "building", "failed"] = ""


class PartsServer:
    """Answers each connection with the instance as it is now, from a thread of its own."""

    def __init__(self, sockets: Path, look: Callable[[], Instance]):
        path = sockets / SOCKET
        path.unlink(missing_ok=True)
        self._look = look
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._serve, name="parts", daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                if self._listener.fileno() < 0:
                    return
                continue
            with closing(connection), suppress(OSError):
                connection.settimeout(1)
                connection.sendall(json.dumps(asdict(self._look())).encode())


def read_instance(sockets: Path) -> Instance:
    """The instance that runs here; without parts if none does, or it does not say."""
    told = b""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(os.fspath(sockets / SOCKET))
            while chunk := connection.recv(65536):
                told += chunk
        found = json.loads(told)
        return Instance([Part(**part) for part in found["parts"]], found["console"])
    except (OSError, ValueError):
        return Instance([])
