"""A private MariaDB for tests, from the programs of this machine: Debian's `mariadb-server` has them."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
import pytest

# For data that nobody needs: as embedded/postgres.py's FAST.
SETTINGS = {
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-doublewrite": "0",
    "innodb-buffer-pool-size": "256M",
    "max-connections": "200",
    "local-infile": "1",
    "skip-log-bin": "",
    "skip-networking": "",
}


@contextmanager
def mariadb(**more: str) -> Iterator[str]:
    """The address of its database `treeline`. It ends with whoever started it. `more`: other settings of the server."""
    server, install = _program("mariadbd"), _program("mariadb-install-db")
    # Near the root of the file system: the path of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="treeline-mariadb-"))
    data, socket = folder / "data", folder / "socket"
    own = (
        ["--no-defaults", f"--datadir={data}", "--user=root"]
        if os.getuid() == 0
        else ["--no-defaults", f"--datadir={data}"]
    )
    made = [*own, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run([install, *made], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    settings = SETTINGS | {name.replace("_", "-"): value for name, value in more.items()}
    options = [f"--{name}={value}" if value else f"--{name}" for name, value in settings.items()]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([server, *own, f"--socket={socket}", *options], stdout=log, stderr=log)
    try:
        _wait(running, socket, folder / "log")
        yield f"mysql+pymysql://root@localhost/treeline?unix_socket={socket}"
    finally:
        running.terminate()
        running.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if found is None:
        pytest.exit(
            f"{name} was not found: tests on MySQL need MariaDB 10.11 (Debian: apt-get install mariadb-server).", 4
        )
    return found


def _wait(running: "subprocess.Popen[bytes]", socket: Path, log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            return pymysql.connect(unix_socket=str(socket), user="root").close()
        except pymysql.OperationalError:
            if running.poll() is not None or time.monotonic() > until:
                pytest.exit(f"MariaDB did not start:\n{log.read_text()[-2000:]}", 4)
            time.sleep(0.05)
