"""Three kinds of workers, so that long work never stands before a sweep, a poller or a mail.

`python -m treeline.kernel.lanes NAME` prints the options of Celery that a worker of a lane is started with; the setting
WORKER_LANE tells the worker itself, which then takes no more from a queue than its lane allows.
"""

import sys
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, get_args

QUEUES = (
    "api_token",
    "dataset",
    "priority_dataset",
    "priority_pipeline",
    "pipeline",
    "mail",
    "ops_trace",
    "app_deletion",
    "plugin",
    "workflow_storage",
    "conversation",
    "workflow",
    "schedule_poller",
    "schedule_executor",
    "triggered_workflow_dispatcher",
    "trigger_refresh_executor",
    "retention",
    "workflow_based_app_execution",
)

LaneName = Literal["runs", "long", "short"]
RUNS = "workflow_based_app_execution"
PRIORITY = ("priority_dataset", "priority_pipeline")
KNOWLEDGE = ("dataset", "pipeline", *PRIORITY)


class Limit(NamedTuple):
    """So many tasks at once, of these queues together."""

    queues: frozenset[str]
    most: int


class WorkerLane(NamedTuple):
    queues: tuple[str, ...]
    threads: int
    limits: Sequence[Limit] = ()

    @property
    def options(self) -> list[str]:
        return ["-Q", ",".join(self.queues), "-c", str(self.threads)]


LANES: dict[LaneName, WorkerLane] = {
    # They mostly wait for a model.
    "runs": WorkerLane((RUNS,), 32),
    "long": WorkerLane(
        ("workflow", *KNOWLEDGE),
        20,
        (
            Limit(frozenset({"workflow"}), 16),
            Limit(frozenset(KNOWLEDGE), 4),
            # One place is kept for what people wait for.
            Limit(frozenset(KNOWLEDGE) - frozenset(PRIORITY), 3),
        ),
    ),
    "short": WorkerLane(tuple(name for name in QUEUES if name not in (RUNS, "workflow", *KNOWLEDGE)), 8),
}


def with_room(queues: Iterable[str], busy: Sequence[str], limits: Sequence[Limit]) -> list[str]:
    """The queues that another task may be taken from. `busy`: the queue of each task that is being done."""
    full = [limit.queues for limit in limits if sum(queue in limit.queues for queue in busy) >= limit.most]
    return [queue for queue in queues if not any(queue in each for each in full)]


if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in get_args(LaneName):
        sys.exit(f"Unknown lane {name!r}. Lanes: {', '.join(LANES)}")
    sys.stdout.write(" ".join(LANES[name].options))  # pyright: ignore[reportArgumentType]  it has just been looked up
