"""A way to a server that takes so many bytes and then no more, until it is opened again."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

CHUNK_BYTES = 65536


class NarrowWay:
    """Forwards connections; of what goes up `budget` bytes in all. `full` is set when it stalls."""

    def __init__(self, port: int, budget: int):
        self.full, self.ended, self._left, self._lock = Event(), Event(), budget, Lock()
        self._port, self._listening = port, socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                Thread(target=self._forward, args=(near, far, True), daemon=True).start()
                Thread(target=self._forward, args=(far, near, False), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK_BYTES):
                with self._lock:
                    self._left -= len(chunk) if up else 0
                    stalled = up and self._left < 0
                if stalled:
                    self.full.set()
                    self.ended.wait()
                    break
                target.sendall(chunk)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # wakes the thread of the other direction
            end.close()  # with bytes unread that resets the connection, which wakes whoever is still sending

    def widen(self) -> None:
        """What stalled breaks off; from now on there is no limit."""
        with self._lock:
            self._left = sys.maxsize
        self.ended.set()

    def close(self) -> None:
        self.ended.set()
        self._listening.close()


@contextmanager
def narrow_way(port: int, budget: int) -> Iterator[NarrowWay]:
    way = NarrowWay(port, budget)
    try:
        yield way
    finally:
        way.close()
