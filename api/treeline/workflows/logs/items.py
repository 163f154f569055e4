"""The items of an iteration and the rounds of a loop, put together from the steps that they left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from treeline.workflows.models import WorkflowStep

# What says most about an item, first.
_BY_WEIGHT = ("running", "paused", "failed", "stopped")


@dataclass
class Item:
    """`folded`: one row stands for its steps, which were not kept."""

    index: int
    frame: str
    steps: list[WorkflowStep] = field(default_factory=list[WorkflowStep])
    folded: bool = False

    @property
    def status(self) -> str:
        found = {step.status for step in self.steps}
        return next((each for each in _BY_WEIGHT if each in found), "succeeded")

    @property
    def error(self) -> str | None:
        return next((step.error for step in self.steps if step.status == "failed"), None)

    @property
    def started_at(self) -> datetime:
        return min(step.started_at for step in self.steps)

    @property
    def finished_at(self) -> datetime | None:
        """None while a step has not ended."""
        ends = [step.finished_at for step in self.steps if step.finished_at is not None]
        return max(ends) if len(ends) == len(self.steps) else None

    @property
    def tokens(self) -> int:
        return sum((step.usage or {}).get("total_tokens", 0) for step in self.steps)


def items_of(steps: Iterable[WorkflowStep], container: str) -> list[Item]:
    """By index. `steps`: also others; those further inside belong to the step that they are in."""
    found: dict[int, Item] = {}
    prefix, own = f"{container}:", container.rpartition("/")[2]
    for step in steps:
        index = step.frame.removeprefix(prefix)
        if not step.frame.startswith(prefix) or not index.isdecimal():
            continue
        item = found.setdefault(int(index), Item(int(index), step.frame))
        item.steps.append(step)
        item.folded = item.folded or step.node_id == own
    return [found[index] for index in sorted(found)]
