"""Retention without a pause in processes of its own, for as long as a test wants it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe

from tests.integration_tests.races import retention_loop
from tests.processes import environment
from tests.warm import context
from treeline.settings import Settings

# `unknown` has no lock, just its age, far above what lies between the last byte of such small files and their commit.
AGES = {"awaited": 0.2, "unnamed": 0.0, "trashed": 0.0, "unknown": 5.0, "unfinished": 5.0}


class Retention:
    """A process that runs it again and again, from `begin` to `pause`."""

    def __init__(self, settings: Settings):
        self._connection, theirs = Pipe()
        self.process = context.Process(target=retention_loop.run, args=(theirs, environment(settings)), daemon=True)
        self.process.start()
        # Only there is it open from now on: its end is the process's.
        theirs.close()

    def begin(self, ages: dict[str, float]) -> None:
        self._tell(ages)

    def removed(self) -> dict[str, int]:
        """{kind: how many since it began}, when the run under way has ended."""
        return self._tell(True)

    def pause(self) -> None:
        self._tell(False)

    def _tell(self, what: dict[str, float] | bool) -> dict[str, int]:
        """Fails if the process has."""
        self._connection.send(what)
        return self._connection.recv()

    def stop(self) -> None:
        self._connection.close()
        self.process.join(20)
        assert self.process.exitcode == 0


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
