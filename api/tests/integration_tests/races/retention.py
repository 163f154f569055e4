"""Retention without a pause in processes of its own, for as long as a test wants it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.processes import API_FOLDER, environment
from treeline.settings import Settings

# `unknown` has no lock, just its age, far above what lies between the last byte of such small files and their commit.
AGES = {"awaited": 0.2, "unnamed": 0.0, "trashed": 0.0, "unknown": 5.0, "unfinished": 5.0}


class Retention:
    """A process that runs it again and again, from `begin` to `pause`."""

    def __init__(self, settings: Settings):
        command = [sys.executable, "-m", "tests.integration_tests.races.retention_loop"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.process = subprocess.Popen(command, cwd=API_FOLDER, env=environment(settings), **pipes)

    def begin(self, ages: dict[str, float]) -> None:
        self._tell(ages)

    def removed(self) -> dict[str, int]:
        """{kind: how many since it began}, when the run under way has ended."""
        return self._tell(True)

    def pause(self) -> None:
        self._tell(False)

    def _tell(self, what: dict[str, float] | bool) -> dict[str, int]:
        """Fails if the process has."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(what)}\n")
        return json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(20) == 0


@contextmanager
def retention(processes: list[Retention], **ages: float) -> Iterator[Callable[[], dict[str, int]]]:
    """It runs in these processes: what they have removed so far."""

    def removed() -> dict[str, int]:
        counts = [process.removed() for process in processes]
        return {kind: sum(count.get(kind, 0) for count in counts) for kind in counts[0]}

    for process in processes:
        process.begin(AGES | ages)
    try:
        yield removed
    finally:
        for process in processes:
            process.pause()
