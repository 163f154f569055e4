"""A run of a graph, step by step. No I/O, no clock: the runner drives it and does what its facts say.

    execution = Execution(graph, "start", scope, limits)
    fold(execution, rows); recover(execution)  # journal.py; only if there are rows already
    while not execution.over and not execution.paused:
        for step in execution.ready():         # each is returned once; start as many at a time as you like
            begin(step)
        ...                                    # write and publish execution.take()
        ...                                    # wait for a step to end, and call one of:
    begin(step):   execution.started(step)     # always, just before it runs; row is durable first if there is one
    it returned:   execution.done(step, done, size)        # size: bytes of its outputs
                   execution.waiting(step, wait)           # later, also after a pause: done(step, ...) with its answer
    it raised:     execution.failed(step, error)
    it speaks:     execution.said(step, output, text), execution.retract(step, output, text)
    a person:      execution.stop()

- `take()` returns the facts since it was last called, in order (facts.py). A fact's `row` is what the journal gets;
  everything else in facts is for events and can be lost.
- StepRetry: start `fact.next` after `fact.after_ms`; `ready()` does not return it. StepStopped: cancel the task.
- Calls with steps that are over or were stopped are ignored, so late results do no harm.
- `paused`: nothing runs or can run until somebody answers one of `waits()`. It ends by itself when `done` is called.
- `over`: RunEnded has been told; `status` and `outputs` stay.
- The step of a container is never returned: its items' steps are. Its frames' scopes are `child_scope(parent)`.
- `text` is the run's answer so far, `end_text` that of its end nodes: always the sum of the Text facts of that kind
  since its last TextReplaced. After `fold` it is what the rows explain: if something else was published, replace it.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from treeline.workflows.engine import containers, failures
from treeline.workflows.engine.certainty import ANSWER
from treeline.workflows.engine.conditions import holds
from treeline.workflows.engine.facts import (
    Assigned,
    Fact,
    Row,
    RowStatus,
    RunEnded,
    Status,
    Step,
    StepFinished,
    StepRetry,
    StepStarted,
    StepStopped,
    StepWaiting,
    TextKind,
)
from treeline.workflows.engine.frames import FINISHED, LIVE, Frame
from treeline.workflows.engine.graph import Graph, GraphNode, walk
from treeline.workflows.engine.kinds import LOOP_END
from treeline.workflows.engine.limits import LimitReached, RunLimits, too_many_bytes, too_many_steps
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import SOURCE, Done, NodeFailed, Wait, Write
from treeline.workflows.engine.streaming import Render, Telling
from treeline.workflows.engine.values import as_markdown, as_text


def render(kind: TextKind, value: Any) -> str:
    return as_markdown(value) if kind == "answer" else as_text(value)


class Execution:
    def __init__(
        self,
        graph: Graph,
        root: str,
        scope: Any,
        limits: RunLimits | None = None,
        *,
        child_scope: Callable[[Any], Any] = Scope,
        holds: Callable[[Any, str, Any], bool] = holds,
        render: Render = render,
    ):
        self.graph, self.limits = graph, limits or RunLimits()
        self.child_scope, self.holds = child_scope, holds
        self.telling = Telling(self.tell, render)
        self.status: Status = "running"
        self.outputs: dict[str, Any] = {}
        self.error: Mapping[str, str] | None = None
        self.may_succeed_later = False
        self.seq = self.steps = self.bytes = 0
        self._facts: list[Fact] = []
        self._ready: list[Step] = []
        self._queue: deque[tuple[Frame, int]] = deque()
        self._frames: dict[str, Frame] = {}
        self._running = self._waiting = 0
        self.top = Frame(graph, graph.index[root], scope)
        self._frames[""] = self.top
        self.top.states[graph.index[root]] = LIVE
        self.top.live = 1
        self._queue.append((self.top, graph.index[root]))
        self._answers = any(node.type == ANSWER for node in walk(graph))
        self.telling.open(self.top, graph.index[root])
        self.telling.settle()

    # What the runner asks

    @property
    def over(self) -> bool:
        return self.status not in ("running", "paused")

    @property
    def paused(self) -> bool:
        return not self.over and self._waiting > 0 and not self._running and not self._queue

    @property
    def text(self) -> str:
        return self.telling.text("answer")

    @property
    def end_text(self) -> str:
        return self.telling.text("text")

    def waits(self) -> list[Step]:
        return [step for frame in self.top.inner() for step in frame.waiting.values()]

    def ready(self) -> list[Step]:
        self.move_on()
        steps, self._ready = self._ready, []
        return [step for step in steps if self._frame(step) is not None]

    def take(self) -> list[Fact]:
        facts, self._facts = self._facts, []
        return facts

    # What the runner tells

    def started(self, step: Step) -> None:
        if self._frame(step) is not None:
            row = self.row(step, "running") if step.node.effect != "pure" else None
            self.tell(StepStarted(row, step))

    def done(self, step: Step, done: Done, size: int = 0) -> None:
        if (frame := self._frame(step)) is None:
            return
        row = self.row(step, "succeeded", done.handle, done.outputs)
        row.writes, row.process_data, row.usage, row.size = done.writes, done.process_data, done.usage, size
        self.finish(frame, step, row)
        self.move_on()

    def waiting(self, step: Step, wait: Wait) -> None:
        if (frame := self._frame(step)) is not None and step.node.index in frame.running:
            row = self.row(step, "paused")
            row.process_data = wait.form
            self.hold(frame, step, row)

    def failed(self, step: Step, error: NodeFailed, *, retry: bool = True) -> None:
        if (frame := self._frame(step)) is None:
            return
        used = frame.retries.get(step.node.index, 0)
        after = failures.retry_after(step.node, used) if retry and error.retryable else None
        if isinstance(error, LimitReached):
            self.fail_run(error, step)
        elif after is not None:
            self.retry(frame, step, self._error_row(step, "retry", error), after)
        else:
            self.give_up(frame, step, error)
        self.move_on()

    def said(self, step: Step, output: str, text: str) -> None:
        if (frame := self._frame(step)) is not None:
            self.telling.said(frame, step.node.index, output, text)

    def retract(self, step: Step, output: str, text: str) -> None:
        if (frame := self._frame(step)) is not None:
            self.telling.retract(frame, step.node.index, output, text)

    def stop(self) -> None:
        if not self.over:
            self._end("stopped", None)

    # What fold and containers share with the above

    def tell(self, fact: Fact) -> None:
        self._facts.append(fact)

    def row(self, step: Step, status: RowStatus, handle: str = "", outputs: Mapping[str, Any] | None = None) -> Row:
        self.seq += 1
        return Row(self.seq, step.frame, step.node.id, step.attempt, status, handle, outputs or {})

    def frame(self, path: str) -> Frame | None:
        return self._frames.get(path)

    def move_on(self) -> None:
        """Opens what is ready: containers by themselves, other nodes as steps for the runner."""
        queue = self._queue
        while queue and not self.over:
            frame, index = queue.popleft()
            # A container may have been queued by several of its frames.
            if frame.closed or frame.states[index] != LIVE:
                continue
            node = frame.graph.nodes[index]
            if node.is_container:
                container = frame.containers.get(index) or containers.create(self, frame, node)
                container.advance()
            elif node.type == LOOP_END:
                self._loop_end(frame, node)
            else:
                self._hand_out(frame, node)

    def queue(self, frame: Frame, index: int) -> None:
        self._queue.append((frame, index))

    def offer(self, step: Step) -> None:
        self._ready.append(step)

    def current(self) -> list[Step]:
        """Steps that have been handed out and are not over, nor waiting."""
        return [step for frame in self.top.inner() for step in frame.running.values()]

    def open(self, frame: Frame) -> None:
        """A container's frame: its start node is over at once."""
        self._frames[frame.path] = frame
        start = frame.graph.index[frame.graph.start or ""]
        frame.states[start] = FINISHED
        self.telling.open(frame, start)
        self._end_edges(frame, start, SOURCE)

    def step(self, frame: Frame, node: GraphNode, attempt: int = 1) -> Step | None:
        """Counts it; None if that is one too many, and the run is over."""
        self.steps += 1
        frame.steps += 1
        step = Step(frame.path, node, attempt, self.steps, frame.scope)
        if frame.steps > self.limits.steps:
            self.fail_run(too_many_steps(frame.steps, self.limits), step)
            return None
        return step

    def finish(self, frame: Frame, step: Step, row: Row, *, known: bool = False) -> None:
        """A node is over, and the run goes on by its handle. `known`: by a row that has been written before."""
        node = step.node
        self._settle(frame, node.index)
        frame.states[node.index] = FINISHED
        frame.scope.set(node.id, row.outputs)
        if not known:
            self.tell(StepFinished(row, step))
        for write in row.writes:
            self.write(frame, write)
        frame.count(row)
        if node.type == "end" and frame is self.top:
            self.outputs.update(row.outputs)
        self._count_bytes(frame, node, row.size)
        if self.bytes > self.limits.values_bytes:
            self.fail_run(too_many_bytes(self.bytes, self.limits))
            return
        if frame.speech is not None:
            self.telling.finished(frame, node.index, row.outputs)
        self._end_edges(frame, node.index, row.handle)
        self._look_whether_done(frame)

    def hold(self, frame: Frame, step: Step, row: Row, *, known: bool = False) -> None:
        del frame.running[step.node.index]
        frame.waiting[step.node.index] = step
        self._running -= 1
        self._waiting += 1
        if not known:
            self.tell(StepWaiting(row, step, row.process_data))

    def retry(self, frame: Frame, step: Step, row: Row, after_ms: int, *, known: bool = False) -> Step:
        index = step.node.index
        if row.error and row.error["type"] != failures.WORKER_LOST:
            frame.retries[index] = frame.retries.get(index, 0) + 1
        self.telling.retract(frame, index)
        again = Step(step.frame, step.node, row.attempt + 1, step.seq, step.scope)
        if frame.waiting.pop(index, None) is not None:
            self._waiting -= 1
            self._running += 1
        frame.running[index] = again
        if not known:
            self.tell(StepRetry(row, step, again, after_ms))
        return again

    def give_up(self, frame: Frame, step: Step, error: NodeFailed) -> None:
        """By its error strategy, or the frame that it is in fails."""
        goes_on = failures.fallback(step.node, error)
        self.may_succeed_later = self.may_succeed_later if step.node.is_container else error.retryable
        row = self._error_row(step, "exception" if goes_on else "failed", error)
        if goes_on:
            row.handle, row.outputs = goes_on
            self.finish(frame, step, row)
        else:
            self.fail(frame, step, row)

    def fail(self, frame: Frame, step: Step, row: Row, *, known: bool = False) -> None:
        self._settle(frame, step.node.index)
        frame.states[step.node.index] = FINISHED
        if not known:
            self.tell(StepFinished(row, step))
        if frame.container is None:
            self._end("failed", failures.named(step.node, row.error))
        else:
            frame.container.frame_failed(frame, failures.named(step.node, row.error))

    def fail_run(self, error: NodeFailed, step: Step | None = None) -> None:
        if step is not None:
            frame = self._frames[step.frame]
            self._settle(frame, step.node.index)
            frame.states[step.node.index] = FINISHED
            self.tell(StepFinished(self._error_row(step, "failed", error), step))
        self._end("failed", {"type": error.type, "message": error.message})

    def write(self, frame: Frame, write: Write) -> None:
        """Sets a variable where it is, through the walls of the containers between."""
        if containers.leaves(frame, write):
            frame.scope.assign(write.selector, write.value)
            if write.selector[0] == containers.CONVERSATION:
                self.tell(Assigned(write.selector, write.value))

    def close(self, frame: Frame) -> None:
        """A frame is over, done or not: what still runs in it is stopped, and its values are dropped."""
        for inner in frame.inner():
            inner.closed = True
            if inner.speech is not None:
                self.telling.close(inner)
            self._frames.pop(inner.path, None)
            self.bytes -= inner.size
            steps = [container.step for container in inner.containers.values()]
            for step in (*inner.running.values(), *inner.waiting.values(), *steps):
                self.tell(StepStopped(self.row(step, "stopped"), step))
            self._running -= len(inner.running)
            self._waiting -= len(inner.waiting)
            inner.running, inner.waiting = {}, {}

    # Inside

    def _frame(self, step: Step) -> Frame | None:
        frame = self._frames.get(step.frame)
        if frame is None:
            return None
        current = frame.running.get(step.node.index) or frame.waiting.get(step.node.index)
        return frame if current is not None and current.attempt == step.attempt else None

    def _hand_out(self, frame: Frame, node: GraphNode) -> None:
        step = self.step(frame, node)
        if step is None:
            return
        frame.running[node.index] = step
        self._running += 1
        if node.kind is not None:
            self._ready.append(step)
            return
        self.tell(StepStarted(None, step))
        self.give_up(frame, step, NodeFailed("unknown_node_type", f"Nodes of type {node.type!r} cannot run here"))

    def _loop_end(self, frame: Frame, node: GraphNode) -> None:
        if frame.container is not None:
            frame.container.broken = True
        frame.states[node.index] = FINISHED
        frame.live -= 1
        self._end_edges(frame, node.index, SOURCE)
        self._look_whether_done(frame)

    def _settle(self, frame: Frame, index: int) -> None:
        frame.live -= 1
        if frame.running.pop(index, None) is not None:
            self._running -= 1
        elif frame.waiting.pop(index, None) is not None:
            self._waiting -= 1
        else:
            container = frame.containers.pop(index, None)
            for inner in list(container.frames.values()) if container else ():
                self.close(inner)

    def _end_edges(self, frame: Frame, index: int, handle: str) -> None:
        ready, led_to = frame.end_edges(index, handle)
        for node in ready:
            self._queue.append((frame, node))
        if frame.speech is not None:
            self.telling.taken(frame, led_to)
            self.telling.settle()

    def _look_whether_done(self, frame: Frame) -> None:
        if frame.live or frame.closed:
            return
        if frame.container is not None:
            frame.container.frame_done(frame)
        else:
            self._end("partial-succeeded" if frame.exceptions else "succeeded", None)

    def _count_bytes(self, frame: Frame, node: GraphNode, size: int) -> None:
        holder = frame if frame.container is None else frame.container.keeps(frame, node)
        holder.size += size
        self.bytes += size

    def _error_row(self, step: Step, status: RowStatus, error: NodeFailed) -> Row:
        row = self.row(step, status)
        row.error = {"type": error.type, "message": error.message}
        row.process_data = error.process_data
        return row

    def _end(self, status: Status, error: Mapping[str, str] | None) -> None:
        self.status, self.error = status, error
        self.close(self.top)
        self._queue.clear()
        self._ready.clear()
        if self._answers:
            self.outputs["answer"] = self.text
        self.tell(RunEnded(status, self.outputs, error, self.top.exceptions, self.steps))
