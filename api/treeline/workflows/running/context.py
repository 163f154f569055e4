"""What one node runs with."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from treeline.workflows.engine.facts import Step
from treeline.workflows.engine.journal import effect_key
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.step import Selector
from treeline.workflows.engine.templates import render
from treeline.workflows.nodes.node import Limits, Ports


@dataclass(frozen=True)
class Surroundings:
    """What all nodes of a run share. `until`: by the monotonic clock."""

    workspace_id: UUID
    app_id: UUID
    run_id: UUID
    user_id: str
    limits: Limits
    ports: Ports
    until: float
    # Of variables of the conversation and of loops, as they are declared.
    types: Mapping[Selector, str] = field(default_factory=dict)


class RunContext:
    """See nodes/node.py: Context."""

    def __init__(self, shared: Surroundings, execution: Execution, step: Step, told: Callable[[], None]):
        self._shared = shared
        self.workspace_id, self.app_id, self.run_id = shared.workspace_id, shared.app_id, shared.run_id
        self.user_id, self.limits, self.ports = shared.user_id, shared.limits, shared.ports
        self.node_id = step.node.id
        self._execution, self._step, self._told, self._until = execution, step, told, shared.until

    @property
    def effect_key(self) -> UUID:
        return effect_key(self.run_id, self._step.frame, self._step.node.id)

    @property
    def retries(self) -> int:
        frame = self._execution.frame(self._step.frame)
        return frame.retries.get(self._step.node.index, 0) if frame is not None else 0

    def value(self, selector: Sequence[str]) -> Any:
        return self._step.scope.get(tuple(selector))

    def declared(self, selector: Sequence[str]) -> str | None:
        return self._shared.types.get(tuple(selector))

    def text(self, template: str) -> str:
        return render(template, self._step.scope)

    def say(self, output: str, text: str) -> None:
        self._execution.said(self._step, output, text)
        self._told()

    def retract(self, output: str, text: str) -> None:
        self._execution.retract(self._step, output, text)
        self._told()

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._until - time.monotonic())
