"""The event loop of a process: accepts connections, reads requests, assigns threads, and follows live responses."""

import asyncio
import errno
import socket
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from treeline.kernel.server.answers import Answered, App, Call, answered
from treeline.kernel.server.bodies import RequestBody
from treeline.kernel.server.connection import Connection, State
from treeline.kernel.server.lanes import RETRY, Lanes, Place, Turns
from treeline.kernel.server.later import PLACE, AwaitedReply
from treeline.kernel.server.origins import UNKNOWN, Origins
from treeline.kernel.server.pace import Pace
from treeline.kernel.server.requests import Head, environ_of
from treeline.kernel.settings import KernelSettings

log = structlog.stdlib.get_logger(__name__)

ACCEPTS_AT_ONCE = 64
# What all connections together may hold in memory before those that are slow have to go.
HELD_BYTES = 128 * 1024 * 1024
SLOW = {State.HEAD, State.BODY, State.FLUSH}
WAITING_FOR_CLIENT = {State.IDLE, *SLOW, State.LINGER}


class Loop:
    """Its methods belong to its own thread, but `wake`."""

    def __init__(
        self, app: App, settings: KernelSettings, listeners: list[socket.socket], *, connections: int, keepalive: float
    ):
        self.app, self.settings, self.listeners, self.keepalive = app, settings, listeners, keepalive
        self.most = connections
        self.lanes = Lanes.of(settings)
        self.turns = Turns(settings.api_threads, settings.api_reserved_share)
        self.origins = Origins(settings)
        self.connections: OrderedDict[Connection, None] = OrderedDict()
        self.held, self.stopping = 0, False
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(settings.api_threads + settings.api_transfers, "request")
        # For what may block in the end of a stream, such as a lock that is held while Redis is asked.
        self._aside = ThreadPoolExecutor(2, "aside")
        self._woken: deque[Connection] = deque()
        self._wake_lock, self._wake_is_due = threading.Lock(), False

    def now(self) -> float:
        return self._loop.time()

    def pace(self) -> Pace:
        return Pace(self.settings.api_min_bytes_per_second, self.settings.api_min_rate_seconds)

    def soon(self, connection: Connection, work: Callable[[], Any]) -> None:
        self._loop.call_soon(self._safely, connection, work)

    def aside(self, work: Callable[[], Any]) -> None:
        """In another thread, some time."""
        self._aside.submit(_logged, work)

    # Connections

    def listen(self) -> None:
        for listener in self.listeners:
            listener.setblocking(False)
            self._loop.add_reader(listener, self._accept, listener)

    def deaf(self) -> None:
        for listener in self.listeners:
            self._loop.remove_reader(listener)

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(ACCEPTS_AT_ONCE):
            try:
                sock, peer = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                log.warning("can't accept connections: %s", error)
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    self._loop.remove_reader(listener)
                    self._loop.call_later(1, self._loop.add_reader, listener, self._accept, listener)
                return
            self._welcome(sock, peer)

    def _welcome(self, sock: socket.socket, peer: Any) -> None:
        sock.setblocking(False)
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) >= self.most and not self._drop(WAITING_FOR_CLIENT):
            sock.close()
            return
        connection = Connection(self, sock, peer, sock.getsockname())
        self.connections[connection] = None

    def _drop(self, states: set[State]) -> bool:
        """Close the connection that has been in one of these states for the longest time."""
        found = next((each for each in self.connections if each.state in states), None)
        if found is None:
            return False
        found.close()
        return True

    def closed(self, connection: Connection) -> None:
        self.connections.pop(connection, None)

    def make_room(self, connection: Connection) -> None:
        """Memory is for those who go on: where it runs out, the client that has been slow for longest goes."""
        while self.held > HELD_BYTES:
            if not self._drop(SLOW - {State.HEAD}):
                return connection.refuse(503, "unavailable", "The server is busy. Try again.", RETRY)
        return None

    def watch_reading(self, connection: Connection, on: bool) -> None:
        if on:
            self._loop.add_reader(connection.sock, self._safely, connection, connection.readable)
        else:
            self._loop.remove_reader(connection.sock)

    def watch_writing(self, connection: Connection, on: bool) -> None:
        if on:
            self._loop.add_writer(connection.sock, self._safely, connection, connection.writable)
        else:
            self._loop.remove_writer(connection.sock)

    def _safely(self, connection: Connection, work: Callable[[], Any]) -> None:
        """A fault of ours at one connection ends this one."""
        try:
            work()
        except Exception:
            log.exception("unhandled error on a connection")
            connection.close()

    # Requests

    def dispatch(self, connection: Connection, head: Head, body: RequestBody) -> None:
        """To a thread, in its turn."""
        origin, credential = self.origins.of(head, connection.peer)
        place = Place(
            self.lanes,
            origin,
            lambda: self._from_thread(self._free, origin),
            lambda owner: self._from_thread(self.origins.learn, credential, owner),
        )
        https = self.origins.is_https(head, connection.peer)
        environ = environ_of(head, body, connection.peer, connection.local, https=https)
        environ[PLACE], pace = place, self.pace()
        # As gunicorn names it: to see whether the client is still there.
        environ["gunicorn.socket"] = connection.sock
        call = Call(
            connection.http,
            head.event.method,
            body,
            environ,
            place,
            send=lambda data: _send_some(connection.sock, data),
            send_all=lambda data: pace.send(connection.sock, data),
            keep=lambda: connection.may_keep(body),
        )
        # Nobody is turned away for others who may be many: it waits its turn.
        if not self.turns.put(origin, (connection, call, self.app), always=origin == UNKNOWN):
            return connection.refuse(
                429, "too_many_requests", "Too many of your requests are queued. Try again.", RETRY
            )
        connection.call = call
        return self._start()

    def dispatch_awaited(self, connection: Connection, call: Call, awaited: AwaitedReply) -> None:
        """To a thread once more, for its answer. It was let in before."""
        self.turns.put(connection, (connection, call, awaited.answer), always=True)
        self._start()

    def _start(self) -> None:
        while (turn := self.turns.next()) is not None:
            connection, call, app = turn.work
            again = turn.origin is connection
            self._threads.submit(self._run, connection, call, app, turn.origin if again else None)

    def _run(self, connection: Connection, call: Call, app: App, again: Hashable | None) -> None:
        """In a thread."""
        done = answered(app, call)
        self._from_thread(self._ran, connection, call, done, again)

    def _ran(self, connection: Connection, call: Call, done: Answered, again: Hashable | None) -> None:
        call.place.thread_is_free()
        if again is not None:
            self._free(again)
        if done.live is None and done.awaited is None:
            call.place.leave()
        self._safely(connection, lambda: connection.finished(done))

    def _free(self, origin: Hashable) -> None:
        self.turns.done(origin)
        self._start()

    def _from_thread(self, work: Callable[..., Any], *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(work, *args)
        except RuntimeError:
            log.debug("the event loop is closed")

    # Live connections

    def wake(self, connection: Connection) -> None:
        """There may be something for it. From any thread; many at once wake the loop once."""
        with self._wake_lock:
            self._woken.append(connection)
            if self._wake_is_due:
                return
            self._wake_is_due = True
        self._from_thread(self._deliver)

    def _deliver(self) -> None:
        with self._wake_lock:
            woken, self._woken, self._wake_is_due = self._woken, deque(), False
        for connection in woken:
            self._safely(connection, connection.woken)

    # Time

    def look(self) -> None:
        """Once a second: who is late?"""
        now = self.now()
        for connection in list(self.connections):
            self._safely(connection, lambda connection=connection: connection.look(now))

    def refused(self, status: int, code: str, peer: Any) -> None:
        log.info("request", status=status, code=code, peer=peer[0] if peer else "")

    def stop(self) -> None:
        """Nothing new; who is idle goes, who is answered goes after that."""
        self.stopping = True
        self.deaf()
        for connection in list(self.connections):
            if connection.state in (State.IDLE, State.HEAD, State.LINGER):
                connection.close()

    @property
    def is_busy(self) -> bool:
        return any(each.state is not State.LINGER for each in self.connections)


def _send_some(sock: socket.socket, data: bytes) -> bytes:
    """What is left after a client's socket has taken what it takes at once."""
    try:
        return data[sock.send(data) :]
    except BlockingIOError:
        return data


def _logged(work: Callable[[], Any]) -> None:
    try:
        work()
    except Exception:
        log.exception("background work failed")
