"""Untrusted work in processes with limits, one for each piece, forked from one that is warm: some 2 ms each."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import treeline
from treeline.workflows.code.child import receive, send

# How many of a kind at once in this process; others wait, but not for ever.
AT_ONCE = max(2, os.cpu_count() or 1)
WAIT_SECONDS = 60
_PACKAGES = str(Path(treeline.__file__).parents[1])
# Beyond the work's own time, in which the kernel ends it.
_GRACE_SECONDS = 5


class OutOfTime(Exception):
    pass


class OutOfMemory(Exception):
    pass


class Busy(Exception):
    """Too much other work, for too long."""


class Children:
    """The process that forks is started when first needed, and anew in a fork of our own or after it has died."""

    def __init__(self, at_once: int = AT_ONCE, wait_seconds: float = WAIT_SECONDS) -> None:
        self._lock = threading.Lock()
        self._places: dict[str, threading.BoundedSemaphore] = {}
        self._at_once, self._wait_seconds = at_once, wait_seconds
        self._owner = 0
        self._started = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def work(self, kind: str, request: Mapping[str, Any], seconds: float, memory: int) -> dict[str, Any]:
        """Raises OutOfTime, OutOfMemory, Busy."""
        message = json.dumps({**request, "kind": kind, "seconds": seconds, "bytes": memory}).encode()
        with self._place(kind), self._channel() as channel:
            channel.settimeout(seconds + _GRACE_SECONDS)
            began = time.monotonic()
            try:
                send(channel, message)
                answer = receive(channel)
            except OSError:
                answer = b""
            reply = json.loads(answer) if answer else {"error": _cause(time.monotonic() - began, seconds)}
        if reply.get("error") == "time":
            raise OutOfTime
        if reply.get("error") == "memory":
            raise OutOfMemory
        return reply

    @contextmanager
    def _place(self, kind: str) -> Iterator[None]:
        """Kinds do not wait for each other: templates, which are quick, not for code."""
        with self._lock:
            places = self._places.setdefault(kind, threading.BoundedSemaphore(self._at_once))
        if not places.acquire(timeout=self._wait_seconds):
            raise Busy
        try:
            yield
        finally:
            places.release()

    def started(self) -> int:
        """How many pieces of work so far."""
        return self._started

    def process(self) -> subprocess.Popen[bytes]:
        """The one that forks."""
        if self._process is None:
            raise RuntimeError("No work has been given yet")
        return self._process

    def _channel(self) -> socket.socket:
        """To a new process."""
        ours, theirs = socket.socketpair()
        with theirs:
            for _ in range(2):
                with self._lock, suppress(OSError):
                    socket.send_fds(self._running(), [b"+"], [theirs.fileno()])
                    self._started += 1
                    return ours
                self._forget()
        ours.close()
        raise RuntimeError("The process that runs code could not be started")

    def _running(self) -> socket.socket:
        if self._control is None or self._owner != os.getpid():
            self._control, theirs = socket.socketpair()
            program = f"import sys; sys.path.insert(0, {_PACKAGES!r})"
            program += "; from treeline.workflows.code.child import serve; serve()"
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-c", program],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={},
                )
            self._owner = os.getpid()
        return self._control

    def _forget(self) -> None:
        with self._lock:
            control, process, ours = self._control, self._process, self._owner == os.getpid()
            self._control = self._process = None
        if control is not None:
            control.close()
        if process is not None and ours:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)

    close = _forget


def _cause(took: float, seconds: float) -> str:
    """Of an end without an answer: the alarm, or the kernel had no memory for it."""
    return "time" if took >= seconds * 0.95 else "memory"


_children = Children()
work, started, process = _children.work, _children.started, _children.process
atexit.register(_children.close)
