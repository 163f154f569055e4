"""How often a process has exited, and when it is restarted: with exponential backoff, without giving up."""

import re
import time
from dataclasses import dataclass, field
from typing import Literal

from treeline.embedded.child import Child
from treeline.embedded.parts import Part

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# Whoever has lived so long after its last end is well again.
SETTLED_SECONDS = 30
# Servers announce the end after its reason, and Python a reason after its traceback.
_REASON = re.compile(
    r"error|fatal|panic|can't|cannot|could not|no space|no such|denied|permitted|read-only|refused", re.IGNORECASE
)


@dataclass
class Life:
    """Of one part. `deaths`: in a row, none of its lives having been long; `due`: when it starts again."""

    child: Child
    deaths: int = 0
    due: float | None = None
    last_words: str = ""
    started: float = field(default_factory=time.monotonic)

    def end(self, words: str) -> float:
        """It has ended, or could not begin. Returns after how many seconds it starts again."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.deaths)
        self.deaths = min(self.deaths + 1, 1000)
        self.last_words, self.due = words, time.monotonic() + pause
        return pause

    def begin(self) -> None:
        self.due, self.started = None, time.monotonic()

    def settled(self) -> bool:
        """Whether it has just become well again."""
        if self.deaths and self.due is None and time.monotonic() - self.started > SETTLED_SECONDS:
            self.deaths, self.last_words = 0, ""
            return True
        return False

    @property
    def part(self) -> Part:
        return Part(self.child.name, self._state(), self.deaths, self.last_words)

    def _state(self) -> Literal["up", "starting", "down"]:
        if self.due is not None or not self.child.alive:
            return "down"
        return "starting" if self.deaths else "up"


def last_words(child: Child) -> str:
    """The lines of its log that say best why it ended."""
    lines = [line.strip() for line in child.last_lines(15)]
    end = max((number for number, line in enumerate(lines, 1) if _REASON.search(line)), default=len(lines))
    return " / ".join(lines[max(0, end - 3) : end])[-300:]
