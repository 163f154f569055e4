"""What a benchmark measures, and how it prints it: beside each result its goal, and whether it is met."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

HEAD = ("work", "measured", "result", "goal", "")


@dataclass(frozen=True)
class Row:
    """`work` came out at `value` `unit`; the goal, if there is one, is at most, or at least, `goal`."""

    work: str
    measured: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False

    @property
    def used(self) -> float | None:
        """How much of what its goal allows it takes: more than 1 is a miss. None without a goal."""
        if self.goal is None:
            return None
        return self.goal / max(self.value, 1e-9) if self.at_least else self.value / self.goal

    def cells(self) -> tuple[str, ...]:
        goal = "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {number(self.goal)}"
        verdict = "" if self.used is None else "pass" if self.used <= 1 else "MISS"
        return self.work, self.measured, f"{number(self.value)} {self.unit}", goal, verdict


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def show(rows: list[Row]) -> None:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def medians(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each, taken in turns; one round before does not count."""
    taken = [[measure() for measure in measures] for _ in range(rounds + 1)][1:]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def ms(seconds: float) -> str:
    return f"{number(seconds * 1e3)} ms"
