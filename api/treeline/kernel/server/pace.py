"""The minimum transfer rate of a client, so that slow clients are disconnected."""

import select
import socket
import time

from werkzeug.exceptions import RequestTimeout


class Pace:
    """At least `rate` bytes a second, averaged over `seconds` of waiting for the client. Our own time is free."""

    def __init__(self, rate: int, seconds: float):
        self._bytes, self._seconds = max(1, round(rate * seconds)), seconds
        self._moved, self._waited = 0, 0.0

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._seconds - self._waited)

    def waited(self, seconds: float) -> None:
        self._waited += seconds

    def moved(self, count: int) -> None:
        self._moved += count
        if self._moved >= self._bytes:
            self._moved, self._waited = 0, 0.0

    def wait(self, sock: socket.socket, event: int) -> None:
        """Until a socket is ready for select.POLLIN or POLLOUT. For a thread. Raises RequestTimeout."""
        poll, began = select.poll(), time.monotonic()
        poll.register(sock, event)
        ready = poll.poll(self.seconds_left * 1000)
        self.waited(time.monotonic() - began)
        if not ready:
            raise RequestTimeout("The client was too slow.")

    def send(self, sock: socket.socket, data: bytes | memoryview) -> None:
        """All of it, by a thread. Raises RequestTimeout, OSError."""
        rest = memoryview(data)
        while rest:
            try:
                sent = sock.send(rest)
            except BlockingIOError:
                self.wait(sock, select.POLLOUT)
                continue
            self.moved(sent)
            rest = rest[sent:]
