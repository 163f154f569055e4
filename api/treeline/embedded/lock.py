"""A data folder belongs to one instance at a time, as long as any of its processes runs."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from treeline.embedded.errors import AlreadyRunning, StartError
from treeline.embedded.folder import prepare


class DataLock:
    """`<data>/lock`, locked. Children inherit the descriptor, so whoever survives its parent keeps the folder."""

    def __init__(self, data: Path, *, patience: float = 2):
        prepare(data)
        self.path = data / "lock"
        try:
            self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StartError(
                f"{self.path} can't be opened: {error.strerror}. Was Treeline started here by another user?"
            ) from error
        # Those whose parent was killed a moment ago are still on their way out.
        deadline = time.monotonic() + patience
        while not _locked(self.fd, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                os.close(self.fd)
                raise AlreadyRunning(_refusal(data, self.path))
            time.sleep(0.05)

    def release(self) -> None:
        os.close(self.fd)

    def __enter__(self) -> "DataLock":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


def is_held(data: Path) -> bool:
    """Whether an instance is alive on this folder."""
    try:
        fd = os.open(data / "lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _locked(fd, fcntl.LOCK_SH)
    finally:
        os.close(fd)


def holders(path: Path) -> dict[int, str]:
    """Who has the file open: command by pid, without the children of those who have it too. Needs /proc."""
    parents: dict[int, int] = {}
    wanted = os.stat(path)
    for process in Path("/proc").glob("[0-9]*"):
        pid = int(process.name)
        try:
            if pid != os.getpid() and any(os.path.samestat(wanted, fd.stat()) for fd in (process / "fd").iterdir()):
                parents[pid] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # ended meanwhile, or another user's
    return {pid: _command(pid) for pid, parent in sorted(parents.items()) if parent not in parents}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()[:120]
    except OSError:
        return "ended"


def _locked(fd: int, how: int) -> bool:
    try:
        fcntl.flock(fd, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _refusal(data: Path, path: Path) -> str:
    alive = [f"\n  {pid}  {command}" for pid, command in holders(path).items()]
    return (
        f"Treeline is already running on {data}. Stop it first, or set TREELINE_DATA, API_PORT and WEB_PORT "
        "to start a second instance." + (" Its processes:" if alive else "") + "".join(alive)
    )
