"""Who is alive, asked of /proc and not of the code under test."""

import time
from collections.abc import Callable
from pathlib import Path


def processes_of(data: Path) -> list[str]:
    """Every process, ourselves apart, that works in this folder or has it in its command or environment."""
    return [about for process in Path("/proc").glob("[0-9]*") if (about := _about(process, str(data)))]


def _about(process: Path, data: str) -> str:
    try:
        command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        environment = (process / "environ").read_bytes().decode(errors="replace")
        folder = str((process / "cwd").readlink())
    except OSError:
        return ""
    named = any(f"{text}/".find(f"{data}/") >= 0 or f"={data}\0" in text for text in (command, environment, folder))
    return f"{process.name} {command}" if named else ""


def wait_for(condition: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
