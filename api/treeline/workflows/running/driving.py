"""Drives a run: begins what the engine says is ready, and tells it what came of it."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any

from treeline.kernel.clock import now
from treeline.kernel.errors import ApiError, refusal_of
from treeline.workflows.engine import facts
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.step import Done, NodeFailed, Usage, Wait
from treeline.workflows.engine.values import from_json
from treeline.workflows.forms.waiting import KnownForm
from treeline.workflows.nodes.human_input import answered
from treeline.workflows.running.context import RunContext, Surroundings
from treeline.workflows.running.conversation import Conversation
from treeline.workflows.running.events import Events
from treeline.workflows.running.people import People
from treeline.workflows.running.sources import Sources
from treeline.workflows.running.writer import Entry, Writer

log = logging.getLogger(__name__)

# How long pure nodes may keep the event loop from others: the lease's watch is one of them.
BURST_SECONDS = 0.02


class Driver:
    """One execution in one worker. `workers`: how many nodes that wait may run at once."""

    def __init__(
        self,
        execution: Execution,
        shared: Surroundings,
        events: Events,
        writer: Writer,
        conversation: Conversation,
        people: People,
        *,
        inputs: Mapping[str, Any],
        workers: int,
    ):
        self.execution, self.shared, self.events, self.writer = execution, shared, events, writer
        # Each look-up of this method makes a new one.
        self._tell = events.tell
        self.conversation, self.people, self.inputs, self.workers = conversation, people, inputs, workers
        self.ended: facts.RunEnded | None = None
        self.usage = Usage()
        self.sources = Sources()
        self._tasks: dict[asyncio.Task[None], facts.Step] = {}
        self._waiting: deque[facts.Step] = deque()

    async def run(self) -> None:
        """To where only people can let it go on: then `ended` stays None, and everything that was told is stored; call
        it again once `answer` was called. Or to the end: then the writer may hold rows yet, which are stored with it.

        Raises LeaseLost. Cancelled, it leaves no task behind.
        """
        try:
            while not self.execution.over:
                await self._begin_ready()
                await self._ask()
                if self.execution.over or (self.execution.paused and not self._tasks):
                    break
                await self._something_happens()
        finally:
            await self._cancel_all()
        self.told()
        if self.ended is None:
            await self.writer.flush()

    def answer(self, forms: Iterable[KnownForm]) -> None:
        """Go on with what people have answered."""
        for form in forms:
            step = self.people.done(form)
            if step is None:
                continue
            self.events.answered(form)
            self._done(step, answered(from_json(form.answer or {}), form.action))

    def stop(self) -> None:
        """End it where it is."""
        self.execution.stop()
        self.told()

    def told(self) -> None:
        """Publish what has happened, and hand its rows to the journal."""
        for fact in self.execution.take():
            self._tell(fact)
            if isinstance(fact, facts.RunEnded):
                self.ended = fact
            elif isinstance(fact, facts.Assigned):
                self.conversation.assign(".".join(fact.selector[1:]), fact.value)
            elif isinstance(fact, facts.StepWaiting):
                self.people.ask(fact.step)
            elif isinstance(fact, facts.StepRetry):
                self._start(self._attempt(fact.next, fact.after_ms / 1000), fact.next)
            elif isinstance(fact, facts.StepStopped):
                self.people.leave(fact.step)
                self._cancel(fact.step)
            self._record(fact)

    async def _begin_ready(self) -> None:
        until = time.monotonic() + BURST_SECONDS
        while steps := self.execution.ready():
            for step in steps:
                if _is_inline(step):
                    self._run_inline(step)
                elif len(self._tasks) < self.workers:
                    self._start(self._attempt(step), step)
                else:
                    self._waiting.append(step)
            self.told()
            if self.writer.is_due:
                await self.writer.flush_behind()
            if time.monotonic() >= until:
                await asyncio.sleep(0)
                until = time.monotonic() + BURST_SECONDS
        self.told()

    async def _ask(self) -> None:
        """People are asked once what they are asked is stored: they may answer at once."""
        if self.people.fresh:
            await self.writer.flush()
            for form in await self.people.asked():
                self.events.asked(form)

    def _run_inline(self, step: facts.Step) -> None:
        self._begin(step)
        coroutine = self._made(step)
        try:
            coroutine.send(None)
        except StopIteration as ended:
            self._done(step, ended.value)
        except NodeFailed as error:
            self.execution.failed(step, error)
        except Exception as error:
            self.execution.failed(step, _failure_of(step, error))
        else:
            coroutine.close()
            raise RuntimeError(f"nodes of type {step.node.type} must not wait: they are pure")

    async def _attempt(self, step: facts.Step, after: float = 0) -> None:
        if after:
            await asyncio.sleep(after)
        self._begin(step)
        try:
            # What it is about to do is known before it does it.
            if step.node.effect != "pure":
                self.told()
                await self.writer.flush()
            self._done(step, await self._made(step))
        except NodeFailed as error:
            self.execution.failed(step, error)
        except (ApiError, OSError, ValueError, TypeError, LookupError, RuntimeError) as error:
            self.execution.failed(step, _failure_of(step, error))

    def _made(self, step: facts.Step) -> Coroutine[Any, Any, Done | Wait]:
        # The engine hands out no step whose type it does not know.
        kind: Any = step.node.kind
        if kind.is_root:
            return _given(self.inputs)
        context = RunContext(self.shared, self.execution, step, self.told)
        return kind.run(context, step.node.data)

    def _begin(self, step: facts.Step) -> None:
        self.events.begin(step)
        self.execution.started(step)

    def _done(self, step: facts.Step, result: Done | Wait) -> None:
        if isinstance(result, Wait):
            self.execution.waiting(step, result)
            return
        if result.usage is not None:
            self.usage += result.usage
        self.execution.done(step, result, self.writer.packing.size_of(result.outputs))

    def _start(self, work: Coroutine[Any, Any, None], step: facts.Step) -> None:
        self._tasks[asyncio.create_task(work)] = step

    async def _something_happens(self) -> None:
        if not self._tasks:
            raise RuntimeError("nothing runs, and the run has not ended")
        seconds = self.people.seconds if not self.writer.holds_rows else 0.05
        done, _ = await asyncio.wait(self._tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self.people.is_due:
            self.answer(await self.people.answers())
        if self.writer.is_due:
            await self.writer.flush()
        for task in done:
            del self._tasks[task]
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error
        while self._waiting and len(self._tasks) < self.workers:
            step = self._waiting.popleft()
            self._start(self._attempt(step), step)

    def _cancel(self, step: facts.Step) -> None:
        self._waiting = deque(each for each in self._waiting if each is not step)
        for task, running in self._tasks.items():
            if running is step or (running.frame, running.node.id) == (step.frame, step.node.id):
                task.cancel()

    async def _cancel_all(self) -> None:
        tasks = list(self._tasks)
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _record(self, fact: facts.Fact) -> None:
        row = fact.row
        if row is None:
            return
        if isinstance(fact, facts.FrameFolded):
            self.writer.fold(fact.frame)
            self.writer.add(Entry(row, self.events.levels[row.node_id].node(row.node_id), {}, None, now(), now()))
        else:
            self._record_step(row, fact.step)  # pyright: ignore[reportAttributeAccessIssue]  every other fact with a row has one

    def note_sources(self, row: facts.Row) -> None:
        level = self.events.levels.get(row.node_id)
        if level is not None and level.node(row.node_id).type == "knowledge-retrieval":
            self.sources.add(row)

    def _record_step(self, row: facts.Row, step: facts.Step) -> None:
        is_over = row.status not in ("running", "paused")
        self.note_sources(row)
        begun = self.events.end(step) if is_over else self.events.begin(step)
        kind = step.node.kind
        inputs = self.inputs if kind is not None and kind.is_root else begun.reads
        self.writer.add(Entry(row, step.node, inputs, begun.before, begun.at, now() if is_over else None))


async def _given(inputs: Mapping[str, Any]) -> Done:
    return Done(outputs=dict(inputs))


def _is_inline(step: facts.Step) -> bool:
    return step.node.effect == "pure" and not getattr(step.node.kind, "waits", False)


def _failure_of(step: facts.Step, error: Exception) -> NodeFailed:
    refusal = error if isinstance(error, ApiError) else refusal_of(error)
    if refusal is not None:
        return NodeFailed(refusal.code, refusal.message, retryable=refusal.retryable)
    log.error("node %s of type %s failed", step.node.id, step.node.type, exc_info=error)
    return NodeFailed(
        "internal_error", f"The node failed because of an error of ours: {type(error).__name__}.", retryable=True
    )
