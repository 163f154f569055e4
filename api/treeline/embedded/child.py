"""A child process: it writes its own log, holds the data folder's lock, and ends with its parent, however that ends."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from treeline.embedded.errors import StartError
from treeline.embedded.lock import DataLock

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 50 * 1024 * 1024
_libc = ctypes.CDLL(None)


class User(NamedTuple):
    uid: int
    gid: int


def as_user(user: User | None) -> dict[str, Any]:
    """The options of `subprocess` that run a command as this user; None is ourselves."""
    return {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}


@dataclass
class Child:
    """How a process is started and stopped; `start` may be called again after its end.

    `death_signal` is what the kernel sends it when this process is gone; `patience`: the seconds that a stop may take.
    """

    name: str
    argv: list[str]
    log: Path
    lock: DataLock
    address: str = ""
    folder: Path | None = None
    env: Mapping[str, str] | None = None
    user: User | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    patience: float = 10
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            # To the kernel, the end of the thread that forked is the end of the parent.
            raise RuntimeError("children are started from the main thread")
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen[bytes](
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.env,
                umask=0o077,
                pass_fds=[self.lock.fd],
                # Ctrl-C is for us alone: we stop the children, in their order.
                start_new_session=True,
                preexec_fn=_die_with(os.getpid(), self.death_signal),
                **as_user(self.user),
            )
        finally:
            os.close(log)

    @property
    def pid(self) -> int | None:
        return None if self.process is None else self.process.pid

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        return True

    def wait_until_ready(self, seconds: float = 120) -> None:
        """Ready is what answers and lives: an answer alone might be another process's."""
        deadline = time.monotonic() + seconds
        while not (self.answers() and self.alive):
            if not self.alive:
                raise StartError(self.obituary())
            if time.monotonic() > deadline:
                raise StartError(f"{self.name} didn't respond within {seconds:.0f} s. {self.tail()}")
            time.sleep(0.02)

    def run(self) -> None:
        """Start it and wait for its end. Raises StartError unless it succeeds; interrupted, it leaves nothing."""
        self.start()
        try:
            while self.alive:
                time.sleep(0.02)
        finally:
            stop_all([self])
        if self.process is None or self.process.returncode != 0:
            raise StartError(self.obituary())

    def clear(self) -> None:
        """End the processes that this one left in its session when it ended."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return  # nobody is left (macOS: EPERM)

    def how_it_ended(self) -> str:
        status = self.process.returncode if self.process else 0
        how = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"exited with status {status}"
        return f"{self.name} {how}"

    def obituary(self) -> str:
        return f"{self.how_it_ended()}. {self.tail()}"

    def tail(self) -> str:
        last = self.last_lines(15)
        return (
            f"The end of {self.log}:\n" + "\n".join(f"  {line}" for line in last) if last else f"{self.log} is empty."
        )

    def last_lines(self, count: int) -> list[str]:
        """What it said last; nothing if the log is not there."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 8192))
                said = file.read().decode(errors="replace").splitlines()
        except OSError:
            return []
        return [line for line in said if line.strip()][-count:]

    def rotate_log(self) -> None:
        """Copy and truncate: the child goes on appending to this very file."""
        # A log that somebody removed, or a disk without room for a copy, is no reason to stop.
        with suppress(OSError):
            if self.log.stat().st_size > LOG_LIMIT:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)


def stop_all(children: Iterable[Child]) -> None:
    """Stop them at the same time; what does not end in its time is killed, and nothing of them is left."""
    began = time.monotonic()
    processes = [(child, child.process) for child in children if child.process is not None]
    for child, process in processes:
        process.send_signal(child.stop_signal)
    for child, process in processes:
        try:
            process.wait(max(0, began + child.patience - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        child.clear()


def _die_with(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    def before_exec() -> None:
        if sys.platform == "linux":
            _libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            os._exit(1)  # it was gone before we asked

    return before_exec
