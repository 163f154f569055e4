"""The embedded PostgreSQL and Redis of a data folder, together."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from treeline.embedded import postgres, redis_server
from treeline.embedded.child import Child, stop_all
from treeline.embedded.errors import StartError
from treeline.embedded.lock import DataLock, is_held
from treeline.embedded.postgres import Postgres
from treeline.embedded.redis_server import RedisServer


class Addresses(NamedTuple):
    database_url: str
    redis_url: str


class Servers:
    """Both servers, running until `stop`, or until the process that started them is gone."""

    def __init__(self, children: list[Child], addresses: Addresses, stack: ExitStack):
        self.children, self._stack = children, stack
        self.database_url, self.redis_url = addresses

    def check(self) -> None:
        """Raises StartError, with the end of the log, if one of them has ended or does not answer."""
        for child in self.children:
            child.wait_until_ready(seconds=5)

    def stop(self) -> None:
        self._stack.close()

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def start(data: Path, *, durable: bool = True) -> Servers:
    """Start both on this folder, and return when both answer. `durable=False`: for tests, whose data nobody needs.

    Raises StartError. To be called from the main thread.
    """
    data = data.resolve()
    with ExitStack() as stack:
        lock = stack.enter_context(DataLock(data))
        sockets = stack.enter_context(socket_folder(data))
        children: list[Child] = [
            Postgres(data, sockets, lock, durable=durable),
            RedisServer(data, sockets, lock, durable=durable),
        ]
        stack.callback(stop_all, children)
        start_all(children)
        return Servers(children, _addresses(sockets), stack.pop_all())


def running(data: Path) -> Addresses | None:
    """Where the instance that now runs on this folder answers; None if there is none. Starts nothing."""
    data = data.resolve()
    sockets = socket_path(data)
    if is_held(data) and postgres.is_answering(sockets) and redis_server.is_answering(sockets):
        return _addresses(sockets)
    return None


def start_all(children: list[Child]) -> None:
    for child in children:
        child.start()
    for child in children:
        child.wait_until_ready()


@contextmanager
def socket_folder(data: Path) -> Iterator[Path]:
    """A short folder of ours: a socket's path may have 107 bytes, and that of a data folder has often more.

    Whoever asks for it holds the lock of the data folder, so nobody else is using it.
    """
    folder = socket_path(data)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    # As root, PostgreSQL's own user may have it.
    if not stat.S_ISDIR(found.st_mode) or os.geteuid() not in (0, found.st_uid) or found.st_mode & 0o077:
        raise StartError(f"{folder} is not a private folder of this user. Remove it and start again.")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def socket_path(data: Path) -> Path:
    # Not $TMPDIR, which is long on macOS and differs between the shells of one user.
    tmp = Path("/tmp")  # noqa: S108  what lies there is refused unless it is ours
    return tmp / f"treeline-{os.geteuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"


def _addresses(sockets: Path) -> Addresses:
    return Addresses(postgres.database_url(sockets), redis_server.redis_url(sockets))
