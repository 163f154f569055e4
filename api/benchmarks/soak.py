"""Whether iterations grow: 1,000, 5,000 and 10,000 items through a real worker, asked over the service API.

One worker process makes all runs, small ones first. Its memory is the peak while a run lasts, read from the system:
with what the allocator keeps of earlier runs. That stops growing after some large ones; whether it does is measured.
"""

from pathlib import Path

from benchmarks.parts import graphs, live
from benchmarks.parts import stack as stacks
from benchmarks.parts.memory import MIB
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, number
from tests.processes import ColdWorker

# Large runs until the allocator has what it wants.
SETTLING = 12


class Load:
    """An iteration over so many items: how long it takes, and how much memory its worker has at most meanwhile."""

    def __init__(self, stack: Stack, worker: ColdWorker, items: int):
        self.items = items
        names = [f"i{item}" for item in range(items)]
        variables = [{"name": "items", "value_type": "array[string]", "value": names}]
        self.asked = live.workflow(stack, graphs.iteration(parallel=False), variables)
        self.process = Path(f"/proc/{worker.process.pid}")
        self.seconds, self.peaks = list[float](), list[float]()

    def run(self) -> None:
        # From here on the system counts the peak anew.
        (self.process / "clear_refs").write_text("5")
        self.seconds.append(self.asked.seconds())
        lines = (self.process / "status").read_text().splitlines()
        self.peaks.append(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / MIB)


def main() -> None:
    options = read_options(__doc__)
    counts = (10, 50, 100) if options.quick else (1_000, 5_000, 10_000)
    with stacks.running() as stack, live.worker(stack) as worker:
        # What the first runs load stays.
        warm = Load(stack, worker, counts[0])
        for _ in range(2):
            warm.run()
        loads = [Load(stack, worker, count) for count in counts]
        small, middle, large = loads
        for load, times in ((small, 0), (middle, 0), (large, SETTLING)):
            for _ in range(times + options.rounds):
                load.run()
    shown = ", ".join(f"{number(load.items)}: {max(load.peaks):.1f}" for load in loads)
    peak, each = max(small.peaks), [min(load.seconds) / load.items for load in loads]
    finish(
        "soak",
        [
            Row(f"{counts[1]:,} items: memory beyond {counts[0]:,}", shown, max(middle.peaks) - peak, "MiB", 10),
            Row(f"{counts[2]:,} items: memory beyond {counts[0]:,}", "", max(large.peaks) - peak, "MiB", 10),
            Row("  the last runs against each other", "", large.peaks[-1] - large.peaks[SETTLING], "MiB", 1),
            Row("  time an item", f"{each[2] * 1e6:,.0f} µs", each[2] / each[0], f"x that of {counts[0]:,}", 1.1),
        ],
        options,
    )


if __name__ == "__main__":
    main()
