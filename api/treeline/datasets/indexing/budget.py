import time
from dataclasses import dataclass, field

SECONDS = 300.0
SEGMENTS = 2_000


class HandBack(Exception):
    """This task has worked long enough: others wait, and another task goes on."""


@dataclass
class Budget:
    """Of one task."""

    seconds: float = SECONDS
    segments: int = SEGMENTS
    began: float = field(default_factory=time.monotonic)

    def spend(self, segments: int) -> None:
        """Raises HandBack."""
        self.segments -= segments
        self.check()

    def check(self) -> None:
        """Raises HandBack."""
        if self.is_spent:
            raise HandBack

    @property
    def is_spent(self) -> bool:
        return self.segments <= 0 or time.monotonic() - self.began > self.seconds
