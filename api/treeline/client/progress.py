"""Progress of a command: bars on a terminal, a few plain lines otherwise. Always on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import click

from treeline.client.errors import printable

_EVERY_SECONDS = 10


class Progress:
    def __init__(self) -> None:
        self._bars: Any = None
        self._told: set[str] = set()

    def say(self, line: str) -> None:
        """A line of its own, above the bars."""
        if self._bars is None:
            click.echo(printable(line), err=True)
        else:
            self._bars.console.print(printable(line), markup=False, highlight=False)

    def warn(self, line: str) -> None:
        """Once, however often it is said."""
        if line not in self._told:
            self._told.add(line)
            self.say(f"Warning: {line}")

    @contextmanager
    def of(self, title: str, total: int, *, in_bytes: bool = False) -> Iterator[Callable[[int], None]]:
        """Gives what is to be called with each step. Threads may call it."""
        if not total:
            yield lambda _: None
        elif sys.stderr is not None and sys.stderr.isatty():
            with self._bar(title, total, in_bytes=in_bytes) as advance:
                yield advance
        else:
            yield _Lines(self, title, total, size if in_bytes else "{:,} files".format).advance

    @contextmanager
    def _bar(self, title: str, total: int, *, in_bytes: bool) -> Iterator[Callable[[int], None]]:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
        from rich.progress import Progress as Bars

        numbers = (DownloadColumn(), TransferSpeedColumn()) if in_bytes else (MofNCompleteColumn(),)
        columns = (TextColumn("{task.description}"), BarColumn(), *numbers, TimeRemainingColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
            self._bars, task = bars, bars.add_task(title, total=total)
            try:
                yield lambda step: bars.advance(task, step)
            finally:
                self._bars = None


class _Lines:
    """A line at times, if it takes long."""

    def __init__(self, progress: Progress, title: str, total: int, show: Callable[[int], str]):
        self._progress, self._title, self._total, self._show = progress, title, total, show
        self._done, self._said_at, self._lock = 0, time.monotonic(), Lock()

    def advance(self, step: int) -> None:
        with self._lock:
            self._done += step
            if time.monotonic() - self._said_at < _EVERY_SECONDS:
                return
            self._said_at = time.monotonic()
        self._progress.say(f"{self._title}: {self._show(self._done)} of {self._show(self._total)}")


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count < 1024:
        return f"{count} byte{'' if count == 1 else 's'}"
    amount, unit = count / 1024, "KiB"
    for larger in ("MiB", "GiB", "TiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.1f} {unit}"
