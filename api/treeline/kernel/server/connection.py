"""One client's connection in the event loop. Nothing here blocks, and nothing here raises into the loop."""

import socket
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import h11

from treeline.kernel.server.answers import SHORT_BYTES, Answered, Call, error_reply, live_data, live_end
from treeline.kernel.server.bodies import ChunkedBody, LongBody, RequestBody
from treeline.kernel.server.later import AwaitedReply, LiveBody
from treeline.kernel.server.requests import HEAD_BYTES, Head, Unserved, head_of

if TYPE_CHECKING:
    from treeline.kernel.server.loop import Loop

READ_BYTES = 64 * 1024
# More of its events, and other connections have their turn first.
EVENTS_AT_ONCE = 64
# A short body in more pieces than this is read by a thread: its lane is bounded, the loop's time is everybody's.
MOST_PIECES = 4096
# What a client that has been rejected may send until it has read why.
LINGER_BYTES, LINGER_SECONDS = 256 * 1024 * 1024, 30.0
# Whoever takes nothing of a live body for so long is cut off; a client that lives comes back.
LIVE_SECONDS = 20.0


class State(Enum):
    IDLE = auto()
    HEAD = auto()
    BODY = auto()
    # In a thread, or waiting for one.
    CALL = auto()
    FLUSH = auto()
    LIVE = auto()
    AWAIT = auto()
    LINGER = auto()
    CLOSED = auto()


class Connection:
    """`deadline`: when the client must have gone on, by the loop's clock; None while it waits for us."""

    def __init__(self, loop: "Loop", sock: socket.socket, peer: Any, local: Any):
        self.loop, self.sock, self.peer, self.local = loop, sock, peer, local
        self.state, self.deadline = State.IDLE, loop.now() + loop.settings.api_header_timeout
        self.call: Call | None = None
        self._http = _parser()
        self._head: Head | None = None
        self._pieces: list[bytes] = []
        self._size = 0
        self._out = b""
        self._after: Callable[[], None] = self.close
        self._live: LiveBody | None = None
        self._awaited: AwaitedReply | None = None
        self._pace, self._since = loop.pace(), loop.now()
        self._lingered = 0
        self._reading = self._writing = False
        self._read(True)

    # How much is held for this client: bodies on their way in, answers on their way out.
    @property
    def held(self) -> int:
        return self._size + len(self._out)

    def readable(self) -> None:
        try:
            data = self.sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return self.close()
        if self.state is State.LINGER:
            return self._linger(len(data))
        if not data:
            return self.close()
        self._http.receive_data(data)
        if self.state in (State.LIVE, State.AWAIT):
            # The next request waits here; a client that sends for ever is not read for ever.
            return self._read(len(self._http.trailing_data[0]) < READ_BYTES)
        self._progress(len(data))
        return self.advance()

    def advance(self) -> None:
        """Go on with what has been received."""
        for _ in range(EVENTS_AT_ONCE):
            if self.state not in (State.IDLE, State.HEAD, State.BODY):
                return None
            try:
                event = self._http.next_event()
                if event is h11.NEED_DATA or event is h11.PAUSED:
                    return self._needs_more()
                self._take(event)
            except h11.RemoteProtocolError as error:
                return self._refuse_malformed(error)
            except Unserved as error:
                return self.refuse(error.status, error.code, error.message)
        self._read(False)
        self.loop.soon(self, self.advance)
        return None

    def _take(self, event: Any) -> None:
        if isinstance(event, h11.Request):
            self._head = head_of(event)
            self.state, self._pace = State.BODY, self.loop.pace()
            self._since = self.loop.now()
            self._progress(0)
            if (self._head.length or 0) > SHORT_BYTES:
                self._dispatch_long()
        elif isinstance(event, h11.Data):
            self._pieces.append(bytes(event.data))
            self._hold(len(event.data))
            if self.state is State.BODY and (self._size > SHORT_BYTES or len(self._pieces) > MOST_PIECES):
                self._dispatch_long()
        elif isinstance(event, h11.EndOfMessage):
            self._dispatch(RequestBody(b"".join(self._pieces)))
        else:
            self.close()

    def _needs_more(self) -> None:
        if self.state is State.IDLE and self._http.trailing_data[0]:
            self.state, self.deadline = State.HEAD, self.loop.now() + self.loop.settings.api_header_timeout
        if self.state is State.BODY and self._http.they_are_waiting_for_100_continue:
            self._write(self._go_ahead())
        self._read(True)

    def _go_ahead(self) -> bytes:
        if not self._http.they_are_waiting_for_100_continue:
            return b""
        return self._http.send(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")) or b""

    def _progress(self, count: int) -> None:
        """A short body keeps the pace too."""
        if self.state is not State.BODY:
            return
        now = self.loop.now()
        self._pace.waited(now - self._since)
        self._pace.moved(count)
        self._since, self.deadline = now, now + self._pace.seconds_left

    def _hold(self, size: int) -> None:
        self._size += size
        self.loop.held += size
        self.loop.make_room(self)

    def _refuse_malformed(self, error: h11.RemoteProtocolError) -> None:
        status = error.error_status_hint
        if status == 431 and self.state is not State.BODY:
            message = f"The request line and headers exceed {HEAD_BYTES} bytes."
            return self.refuse(431, "request_header_fields_too_large", message)
        status = status if status in (400, 501) else 400
        return self.refuse(status, "bad_request", f"Invalid HTTP request: {error}")

    def _dispatch_long(self) -> None:
        """To a thread, before the body is there."""
        head, first = self._head, b"".join(self._pieces)
        if head is None:
            return self.close()
        go_ahead = self._go_ahead()
        if head.is_chunked:
            body = ChunkedBody(self.sock, self.loop.pace(), self._enter_transfers, first, self._http)
        else:
            # Read without the parser from here on, which copies.
            first, length = self._http.trailing_data[0], head.length or 0
            body = LongBody(self.sock, self.loop.pace(), self._enter_transfers, first, length)
        body.go_ahead = go_ahead
        return self._dispatch(body)

    def _enter_transfers(self) -> None:
        if self.call is not None:
            self.call.place.transfer()

    def _dispatch(self, body: RequestBody) -> None:
        self._pieces = []
        self.state, self.deadline = State.CALL, None
        self._read(False)
        if self._head is not None:
            self.loop.dispatch(self, self._head, body)

    @property
    def http(self) -> h11.Connection:
        return self._http

    def may_keep(self, body: RequestBody) -> bool:
        return body.is_whole and not self.loop.stopping and self._http.our_state is not h11.MUST_CLOSE

    def refuse(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        """Answer without a thread, and close."""
        self.loop.refused(status, code, self.peer)
        self._release()
        self._finish(error_reply(status, code, message, headers), self._begin_to_linger)

    def finished(self, answered: Answered) -> None:
        """A thread has answered, or has said how the loop does."""
        if self.state is not State.CALL or self.call is None:
            return None
        if answered.failed:
            return self.close()
        self._release()
        if answered.awaited is not None:
            return self._await(answered.awaited)
        self._live = answered.live
        if self._live is not None:
            return self._finish(answered.rest, self._follow)
        return self._finish(answered.rest, self._next if answered.keep else self._begin_to_linger)

    # Out

    def _finish(self, data: bytes, after: Callable[[], None]) -> None:
        """Send, then go on with `after`."""
        self.state, self._after = State.FLUSH, after
        self._pace, self._since = self.loop.pace(), self.loop.now()
        self._out = data
        self.loop.held += len(data)
        self._read(False)
        self.writable()

    def writable(self) -> None:
        sent = self._send(self._out)
        if sent is None:
            return None
        self._out = self._out[sent:]
        self.loop.held -= sent
        if not self._out:
            self._write_ready(False)
            self.deadline = None
            return self._after()
        self._write_ready(True)
        now = self.loop.now()
        self._pace.waited(now - self._since)
        self._pace.moved(sent)
        self._since = now
        if self._live is None:
            self.deadline = now + self._pace.seconds_left
        elif sent or self.deadline is None:
            self.deadline = now + LIVE_SECONDS
        return None

    def _send(self, data: bytes) -> int | None:
        """How much was sent at once; None: the connection is gone."""
        if not data:
            return 0
        try:
            return self.sock.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError:
            self.close()
            return None

    def _write(self, data: bytes) -> None:
        """A few bytes on the way, which a socket always takes."""
        self._send(data)

    def _next(self) -> None:
        """The next request of this connection, which may be here already."""
        self._leave()
        old, self._http = self._http, _parser()
        rest = b"" if self._was_long else old.trailing_data[0]
        self._head = self.call = None
        self.state, self.deadline = State.IDLE, self.loop.now() + self.loop.keepalive
        if self.loop.stopping:
            return self.close()
        if rest:
            self._http.receive_data(rest)
            return self.loop.soon(self, self.advance)
        return self._read(True)

    @property
    def _was_long(self) -> bool:
        return self.call is not None and isinstance(self.call.body, LongBody)

    # Live bodies and awaited replies

    def _follow(self) -> None:
        self.state = State.LIVE
        self._read(True)
        self._since = self.loop.now()
        if self._live is not None:
            self._live.wake(lambda: self.loop.wake(self))

    def _await(self, awaited: AwaitedReply) -> None:
        self.state, self._awaited = State.AWAIT, awaited
        self.deadline = self.loop.now() + awaited.seconds
        self._read(True)
        awaited.wake(lambda: self.loop.wake(self))

    def woken(self) -> None:
        """There may be something of what this connection waits for."""
        if self.state is State.AWAIT and self._awaited is not None and self._awaited.is_due():
            self._answer_awaited()
        elif self.state is State.LIVE and self._live is not None and self.call is not None:
            pieces = self._live.take()
            if pieces is None:
                live, self._live = self._live, None
                self.loop.aside(live.close)
                self._finish(live_end(self.call), self._next if self.call.keep() else self._begin_to_linger)
            elif pieces:
                self._deliver(live_data(self.call, pieces))

    def _deliver(self, data: bytes) -> None:
        """A piece of a live body. What comes while a client is slow waits at its source."""
        sent, self._since = self._send(data), self.loop.now()
        if sent is None:
            return
        if sent < len(data):
            self.deadline = None
            self._finish(data[sent:], self._follow_on)
        else:
            # There may be more, or the end.
            self.loop.wake(self)

    def _follow_on(self) -> None:
        self.state, self._since = State.LIVE, self.loop.now()
        self._read(True)
        self.loop.wake(self)

    def _answer_awaited(self) -> None:
        awaited, self._awaited = self._awaited, None
        if awaited is not None and self.call is not None:
            self.state, self.deadline = State.CALL, None
            self._read(False)
            self.loop.dispatch_awaited(self, self.call, awaited)

    # Time, and the end

    def look(self, now: float) -> None:
        """Called every second."""
        if self.deadline is not None and now >= self.deadline:
            self._late()
        elif self.state is State.LIVE and now - self._since >= (self._live.idle_seconds if self._live else 0):
            self._ping()

    def _ping(self) -> None:
        if self._live is not None and self.call is not None:
            self._deliver(live_data(self.call, [self._live.idle_bytes]))

    def _late(self) -> None:
        if self.state is State.AWAIT:
            self._answer_awaited()
        elif self.state in (State.HEAD, State.BODY):
            self.refuse(408, "request_timeout", "The request was sent too slowly. Send it faster, or in smaller parts.")
        else:
            self.close()

    def _begin_to_linger(self) -> None:
        """Say no more, and read on for a while: a reply to a half-read request would reach the client as a reset."""
        self._leave()
        self.state, self.deadline = State.LINGER, self.loop.now() + LINGER_SECONDS
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return self.close()
        return self._read(True)

    def _linger(self, count: int) -> None:
        self._lingered += count
        if not count or self._lingered > LINGER_BYTES:
            self.close()

    def close(self) -> None:
        if self.state is State.CLOSED:
            return
        self.state = State.CLOSED
        self._read(False)
        self._write_ready(False)
        self._release()
        self._leave()
        self.sock.close()
        self.loop.closed(self)

    def _release(self) -> None:
        """Nothing of this request is held any more."""
        self.loop.held -= self.held
        self._pieces, self._size, self._out = [], 0, b""

    def _leave(self) -> None:
        for source in (self._live, self._awaited):
            if source is not None:
                self.loop.aside(source.close)
        self._live = self._awaited = None
        if self.call is not None:
            self.call.place.leave()

    def _read(self, on: bool) -> None:
        if on != self._reading and not (on and self.state is State.CLOSED):
            self._reading = on
            self.loop.watch_reading(self, on)

    def _write_ready(self, on: bool) -> None:
        if on != self._writing and not (on and self.state is State.CLOSED):
            self._writing = on
            self.loop.watch_writing(self, on)


def _parser() -> h11.Connection:
    return h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES)
