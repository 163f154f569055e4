"""A request's body as a view reads it: from memory, or from the client while it is still sending."""

import io
import select
import socket
from collections.abc import Callable
from typing import Any

import h11
from werkzeug.exceptions import BadRequest, ClientDisconnected

from treeline.kernel.server.pace import Pace

READ_BYTES = 256 * 1024


class RequestBody(io.RawIOBase):
    """What wsgi.input is. `is_whole`: the client has nothing more to send of it."""

    is_whole = True

    def __init__(self, received: bytes = b""):
        super().__init__()
        self._rest = memoryview(received)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            return self.readall()
        if not self._rest and size:
            self._rest = memoryview(self._more(size))
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)

    def readinto(self, buffer: Any, /) -> int:
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _more(self, size: int) -> bytes:
        """More of it, none at its end."""
        return b""


class _ComingBody(RequestBody):
    """One that the client still sends. A thread that reads it waits for the client, so `enter` is called first."""

    is_whole = False

    def __init__(self, sock: socket.socket, pace: Pace, enter: Callable[[], None], first: bytes):
        super().__init__()
        self._sock, self._pace, self._first = sock, pace, first
        self._enter: Callable[[], None] | None = enter
        # Sent to a client that waits to be told that it may send.
        self.go_ahead = b""

    def _more(self, size: int) -> bytes:
        if self.is_whole:
            return b""
        if self._enter is not None:
            self._enter()
            self._enter = None
            if self.go_ahead:
                self._pace.send(self._sock, self.go_ahead)
        return self._read(size)

    def _read(self, size: int) -> bytes:
        raise NotImplementedError

    def _received(self, most: int) -> bytes:
        """Raises RequestTimeout, ClientDisconnected."""
        while True:
            try:
                data = self._sock.recv(most)
            except BlockingIOError:
                self._pace.wait(self._sock, select.POLLIN)
                continue
            except ConnectionError as error:
                raise ClientDisconnected from error
            if not data:
                raise ClientDisconnected
            self._pace.moved(len(data))
            return data


class LongBody(_ComingBody):
    """One whose length was declared."""

    def __init__(self, sock: socket.socket, pace: Pace, enter: Callable[[], None], first: bytes, length: int):
        super().__init__(sock, pace, enter, first)
        self._left = length

    def _read(self, size: int) -> bytes:
        data, self._first = self._first, b""
        data = data or self._received(min(max(size, 1), READ_BYTES, self._left))
        self._left -= len(data)
        self.is_whole = self._left == 0
        return data


class ChunkedBody(_ComingBody):
    """One in chunks. `first`: what has been taken out of them already."""

    def __init__(self, sock: socket.socket, pace: Pace, enter: Callable[[], None], first: bytes, http: h11.Connection):
        super().__init__(sock, pace, enter, first)
        self._http = http

    def _read(self, size: int) -> bytes:
        if self._first:
            data, self._first = self._first, b""
            return data
        try:
            while True:
                event = self._http.next_event()
                if isinstance(event, h11.Data):
                    return bytes(event.data)
                if isinstance(event, h11.EndOfMessage):
                    self.is_whole = True
                    return b""
                self._http.receive_data(self._received(READ_BYTES))
        except h11.RemoteProtocolError as error:
            raise BadRequest(f"Invalid chunked encoding: {error}") from error
