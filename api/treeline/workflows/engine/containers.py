"""Iterations and loops: they open frames over their child graph and gather what those come to."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from treeline.workflows.engine.facts import (
    ContainerCompleted,
    ContainerNext,
    ContainerStarted,
    FrameFolded,
    Row,
    Step,
    StepStarted,
)
from treeline.workflows.engine.failures import parse_constant
from treeline.workflows.engine.frames import Frame
from treeline.workflows.engine.graph import Graph, GraphNode
from treeline.workflows.engine.kinds import ITERATION, IterationData, LoopData
from treeline.workflows.engine.limits import ITEMS_WITH_ROWS
from treeline.workflows.engine.step import NodeFailed, Selector, Write

if TYPE_CHECKING:
    from treeline.workflows.engine.scheduler import Execution

CONVERSATION = "conversation"


def create(execution: "Execution", frame: Frame, node: GraphNode) -> "Container":
    return Iteration(execution, frame, node) if node.type == ITERATION else Loop(execution, frame, node)


class Container:
    """Moved on by the execution whenever it is queued: at first, and after each frame that ended."""

    data: Any

    def __init__(self, execution: "Execution", frame: Frame, node: GraphNode):
        self.execution, self.frame, self.node, self.data = execution, frame, node, node.data
        self.frames: dict[int, Frame] = {}
        self.step: Step = Step(frame.path, node, 1, 0, frame.scope)
        self.steps = self.next = 0
        self.begun = self.broken = self.over = False
        self.previous: Any = None
        # When it began, among the answers that opened.
        self.time = execution.telling.time()
        frame.containers[node.index] = self

    def advance(self) -> None:
        if not self.begun and not self._begin():
            return
        self._go_on()

    def _begin(self) -> bool:
        """False if it could not, and that has been dealt with."""
        self.begun = True
        step = self.execution.step(self.frame, self.node)
        if step is None:
            return False
        self.step = step
        self.execution.tell(StepStarted(None, step))
        try:
            self.execution.tell(ContainerStarted(step, self._prepare()))
        except NodeFailed as error:
            self.execution.give_up(self.frame, step, error)
            return False
        return True

    def _prepare(self) -> int:
        """How many items, or rounds at most."""
        raise NotImplementedError

    def _go_on(self) -> None:
        raise NotImplementedError

    def frame_done(self, frame: Frame) -> None:
        raise NotImplementedError

    def frame_failed(self, frame: Frame, error: Mapping[str, str]) -> None:
        raise NotImplementedError

    def keeps(self, frame: Frame, node: GraphNode) -> Frame:
        """The frame whose end drops the outputs of a node in one of this container's frames."""
        return frame

    def holds_back(self, frame: Frame) -> bool:
        """Whether writes may not leave this frame yet."""
        return False

    def folded(self, frame: Frame, row: Row) -> None:
        raise NotImplementedError

    @property
    def _child(self) -> Graph:
        child = self.node.child
        if child is None or child.start is None:
            raise NodeFailed("invalid_container", f"{self.node.title}: nothing is inside")
        return child

    def _open(self, scope: Any) -> None:
        child = self._child
        frame = Frame(child, child.index[child.start or ""], scope, self, self.next)
        self.execution.tell(ContainerNext(self.step, self.next, self.previous))
        self.frames[self.next] = frame
        self.next += 1
        self.execution.open(frame)
        if not frame.live and not frame.closed:
            self.frame_done(frame)

    def _drop(self, frame: Frame) -> None:
        del self.frames[frame.index]
        self.steps += frame.steps + frame.below
        self.frame.below += frame.steps + frame.below
        self.frame.exceptions += frame.exceptions
        self.frame.used(frame.usage)
        if self.frame.container is not None:
            self.frame.spoken += frame.spoken
        self.execution.close(frame)

    def _wake(self) -> None:
        self.execution.queue(self.frame, self.node.index)

    def _complete(self, outputs: Mapping[str, Any]) -> None:
        self.execution.tell(ContainerCompleted(self.step, outputs, None, self.steps))
        row = self.execution.row(self.step, "succeeded", "source", outputs)
        self.execution.finish(self.frame, self.step, row)

    def _fail(self, error: NodeFailed) -> None:
        self.over = True
        for frame in list(self.frames.values()):
            self._drop(frame)
        self.execution.telling.settle()
        self.execution.tell(ContainerCompleted(self.step, {}, error.message, self.steps))
        self.execution.give_up(self.frame, self.step, error)


class Iteration(Container):
    data: IterationData

    def _prepare(self) -> int:
        items = self.frame.scope.get(self.data.items)
        if items is not None and not isinstance(items, list | tuple):
            message = f"{self.node.title}: {'.'.join(self.data.items)} is not an array"
            raise NodeFailed("invalid_input", message)
        self.items: Sequence[Any] = items or ()
        self.results: list[Any] = [None] * len(self.items)
        self.failed: set[int] = set()
        # Items before this one are over; those behind it that are over, with the writes that they hold back.
        self.lowest = 0
        self.ahead: dict[int, list[Write]] = {}
        self.folds = len(self.items) > ITEMS_WITH_ROWS
        return len(self.items)

    def _go_on(self) -> None:
        if self.next < len(self.items) and len(self.frames) < self.data.parallel:
            scope = self.execution.child_scope(self.frame.scope)
            scope.set(self.node.id, {"item": self.items[self.next], "index": self.next})
            self._open(scope)
            if self.next < len(self.items) and len(self.frames) < self.data.parallel:
                self._wake()
        elif self.next == len(self.items) and not self.frames:
            self._complete({"output": self._output()})

    def frame_done(self, frame: Frame) -> None:
        value = frame.scope.get(self.data.output)
        if self._folds(frame.index):
            counts = {"steps": frame.steps + frame.below, "exceptions": frame.exceptions}
            self.execution.seq += 1
            outputs = {"output": value}
            if frame.spoken:
                outputs["answers"] = [each.as_json() for each in sorted(frame.spoken)]
            row = Row(self.execution.seq, frame.path, self.node.id, 1, "succeeded", "", outputs)
            row.writes, row.process_data, row.usage = tuple(frame.passed), counts, frame.usage
            self.execution.tell(FrameFolded(row, frame.path))
        self._end(frame, value)

    def frame_failed(self, frame: Frame, error: Mapping[str, str]) -> None:
        if self.data.on_error == "terminated":
            message = f"{self.node.title}: item {frame.index} failed: {error['message']}"
            self._fail(NodeFailed(error["type"], message))
            return
        self.failed.add(frame.index)
        # It is gone past, as by an error strategy.
        frame.exceptions += 1
        self._end(frame, None)

    def folded(self, frame: Frame, row: Row) -> None:
        for write in row.writes:
            self.execution.write(frame, write)
        counted = row.process_data
        frame.below = int(counted.get("steps", 0)) - frame.steps
        frame.exceptions = int(counted.get("exceptions", 0))
        frame.usage = row.usage
        self.execution.steps += frame.below
        self.execution.telling.retell(frame, row.outputs.get("answers") or ())
        self._end(frame, row.outputs.get("output"))

    def keeps(self, frame: Frame, node: GraphNode) -> Frame:
        return self.frame if node.id == self.data.output[0] else frame

    def holds_back(self, frame: Frame) -> bool:
        return frame.index > self.lowest and not self.over

    def _folds(self, index: int) -> bool:
        half = ITEMS_WITH_ROWS // 2
        return self.folds and half <= index < len(self.items) - half

    def _end(self, frame: Frame, value: Any) -> None:
        self.results[frame.index] = self.previous = value
        self._drop(frame)
        self.ahead[frame.index] = frame.held
        while self.lowest in self.ahead:
            self._release(self.ahead.pop(self.lowest))
            self.lowest += 1
        if (now_first := self.frames.get(self.lowest)) is not None:
            held, now_first.held = now_first.held, []
            self._release(held)
        self.execution.telling.settle()
        self._wake()

    def _release(self, held: Sequence[Write]) -> None:
        for write in held:
            self.execution.write(self.frame, write)

    def _output(self) -> list[Any]:
        results = self.results
        if self.failed and self.data.on_error == "remove-abnormal-output":
            results = [value for index, value in enumerate(results) if index not in self.failed]
        known = [value for value in results if value is not None]
        if self.data.flatten and known and all(isinstance(value, list) for value in known):
            return [value for inner in known for value in inner]
        return results


class Loop(Container):
    data: LoopData

    def _prepare(self) -> int:
        self.scope = self.execution.child_scope(self.frame.scope)
        self.scope.set(self.node.id, {row.label: self._value(row) for row in self.data.variables})
        # A condition may look at nodes inside, which have not run yet: what cannot be said is no reason to stop.
        try:
            self.broken = self._breaks(self.scope)
        except Exception:
            self.broken = False
        return self.data.count

    def _go_on(self) -> None:
        if self.frames:
            return
        if self.broken or self.next == self.data.count:
            self._complete(self._outputs())
            return
        if "index" not in {row.label for row in self.data.variables}:
            self.scope.assign((self.node.id, "index"), self.next)
        self._open(self.execution.child_scope(self.scope))

    def frame_done(self, frame: Frame) -> None:
        self._drop(frame)
        try:
            self.broken = self.broken or self._breaks(frame.scope)
        except NodeFailed as error:
            self._fail(error)
            return
        self.previous = {row.label: self.scope.get((self.node.id, row.label)) for row in self.data.variables}
        self._wake()

    def frame_failed(self, frame: Frame, error: Mapping[str, str]) -> None:
        self._fail(NodeFailed(error["type"], f"{self.node.title}: round {frame.index + 1} failed: {error['message']}"))

    def _breaks(self, scope: Any) -> bool:
        return bool(self.data.conditions) and self.execution.holds(self.data.conditions, self.data.operator, scope)

    def _outputs(self) -> Mapping[str, Any]:
        values = {row.label: self.scope.get((self.node.id, row.label)) for row in self.data.variables}
        return {**values, "loop_round": self.next}

    def _value(self, variable: Any) -> Any:
        if variable.selector is not None:
            return self.frame.scope.get(variable.selector)
        try:
            return parse_constant(variable.type, variable.constant)
        except ValueError as error:
            message = f"{self.node.title}: the variable {variable.label!r} is no {variable.type}: {error}"
            raise NodeFailed("invalid_input", message) from error


def leaves(frame: Frame, write: Write) -> bool:
    """Whether what a node in this frame sets is set now. From parallel items it leaves in the order of the items."""
    at, target = frame, write.selector[0]
    while at.container is not None and not (at.container.node.id == target and isinstance(at.container, Loop)):
        at.passed.append(write)
        if at.container.holds_back(at):
            at.held.append(write)
            at.shadows.add(target)
            _set_inside(at.scope, write.selector, write.value)
            return False
        if target in at.shadows:
            _set_inside(at.scope, write.selector, write.value)
        at = at.container.frame
    return True


def _set_inside(scope: Any, selector: Selector, value: Any) -> None:
    """Sets a variable of a scope further up for this scope only: other items do not see it yet."""
    for cut in range(len(selector) - 1, 0, -1):
        known = scope.get(selector[:cut])
        value = {**(known if isinstance(known, Mapping) else {}), selector[cut]: value}
    scope.set(selector[0], value)
