"""How a worker runs a workflow: it reads everything, goes on from what is stored, and stores the end."""

import asyncio
import time
from dataclasses import replace
from typing import Any, cast

import msgspec
from sqlalchemy import Table, bindparam, select, update

from treeline.conversations.answering import events as answers
from treeline.conversations.answering import life
from treeline.conversations.answering.events import common
from treeline.conversations.models import Conversation as ConversationRow
from treeline.conversations.models import Message
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue
from treeline.runs.executors import RunHandle
from treeline.runs.models import Run
from treeline.runs.texts import replacement
from treeline.workflows.checks import root_of
from treeline.workflows.compiling import compiled
from treeline.workflows.engine import facts
from treeline.workflows.engine.graph import Graph, walk
from treeline.workflows.engine.journal import fold, recover
from treeline.workflows.engine.kinds import LoopData
from treeline.workflows.engine.limits import RunLimits
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import Selector
from treeline.workflows.engine.values import type_named
from treeline.workflows.errors import WorkflowFailed
from treeline.workflows.forms.waiting import KnownForm, forms_of, lock_run
from treeline.workflows.models import WorkflowRun
from treeline.workflows.nodes.node import Limits
from treeline.workflows.running import retelling
from treeline.workflows.running.context import Surroundings
from treeline.workflows.running.conversation import Conversation
from treeline.workflows.running.driving import Driver
from treeline.workflows.running.events import Events, ended_data, started_data
from treeline.workflows.running.masking import Mask
from treeline.workflows.running.packing import Packing, encoded
from treeline.workflows.running.people import People
from treeline.workflows.running.reading import Work, read_work
from treeline.workflows.running.world import World
from treeline.workflows.running.writer import Batch, Writer
from treeline.workflows.settings import WorkflowSettings

_ROWS = cast(Table, WorkflowRun.__table__)
_END = update(_ROWS).where(_ROWS.c.run_id == bindparam("run"))


class WorkflowExecutor:
    """Of the kinds workflow and advanced-chat. `delta`: the event that carries text."""

    def __init__(self, delta: str):
        self.delta = delta

    def max_seconds(self) -> float:
        return current.settings(WorkflowSettings).workflow_max_execution_time

    async def execute(self, run: RunHandle) -> None:
        settings = current.settings(WorkflowSettings)
        work = await run.store(lambda session: read_work(session, run, settings), fenced=True)
        running = _Running(run, work, settings, self.delta)
        try:
            while await running.goes_on():
                pass
        except asyncio.CancelledError:
            running.driver.stop()
        ended = running.ended
        if ended is None:
            return
        rest = await running.writer.rest()
        await run.store(lambda session: running.store(session, ended, rest), fenced=True)
        running.tell_end(ended)

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        return {"workflow_run_id": str(run.id), **life.failed(session, run, answer)}

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        return retelling.ended(session, run)

    def retold(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        return retelling.so_far(session, run)


class _Running:
    """One attempt at a run."""

    def __init__(self, run: RunHandle, work: Work, settings: WorkflowSettings, delta: str):
        self.run, self.work, self.delta = run, work, delta
        self.execution = _execution(work, settings)
        self.conversation = Conversation(work.conversation_id, work.conversation_types)
        self.packing = Packing(known=set(work.known_values))
        mask = self.mask = Mask(work.secrets)
        always: dict[str, Any] = {"workflow_run_id": str(run.id)}
        if work.message is not None:
            always = common(run.kind, work.message) | {"id": str(work.message.id)} | always
        self.events = Events(run, self.execution.graph, always, mask, detail=run.account_id is not None, delta=delta)
        self.writer = Writer(run, self.packing, self.conversation, mask)
        self.people = People(run)
        self.driver = Driver(
            self.execution,
            _surroundings(run, work, settings, self.execution.graph),
            self.events,
            self.writer,
            self.conversation,
            self.people,
            inputs=work.inputs,
            workers=settings.graph_engine_max_workers,
        )
        # As it is stored in the end.
        self.message: Message | None = None
        self._go_on()

    def _go_on(self) -> None:
        """From where the attempts before have left it, in the database and before the eyes of those who listen."""
        if self.run.attempt == 1:
            self.events.started(started_data(self.run, self.work))
        fold(self.execution, self.work.rows)
        recover(self.execution)
        for row in self.work.rows:
            if row.usage is not None and row.status != "running":
                self.driver.usage += row.usage
            self.driver.note_sources(row)
        text = self.events.go_on(self.execution.text if self.delta == "message" else self.execution.end_text)
        if self.run.attempt > 1 and self.run.published != text:
            self.run.emit(**replacement(self.delta, self.events.always, text))
        self.driver.told()
        self.people.go_on(self.execution.waits())
        for form_id, step in self.people.waiting.items():
            self.events.begin(step, self.work.forms[form_id].created_at)
        self.driver.answer(self.work.forms.values())

    async def goes_on(self) -> bool:
        """To the end of what can be done now; then whether there is more, for somebody has answered meanwhile. If not,
        it has ended, or is put by until somebody does. Raises LeaseLost, and why it is to end where it must not pause.
        """
        await self.driver.run()
        if self.ended is not None:
            return False
        # A stop is raised here, rather than once it would have paused.
        await asyncio.sleep(0)
        forms = await self.run.store(self._put_by)
        if forms is None:
            # Raised here if this worker knows of the stop already.
            await asyncio.sleep(0)
            self.driver.stop()
            return False
        if any(form.is_over for form in forms):
            self.driver.answer(forms)
            return True
        tokens, steps = self.driver.usage.tokens, self.execution.steps
        self.events.paused(forms, self.work.began, tokens=tokens, steps=steps)
        return False

    def _put_by(self, session: DbSession) -> list[KnownForm] | None:
        """The forms that it waits for. One of them may be over: then it has not paused. None: it is to stop."""
        _, message = self._locked(session)
        # Whoever answers locks it too: from here on they find it paused, or what they have answered is found here.
        lock_run(session, self.run.id)
        forms = list(forms_of(session, self.run.id, list(self.people.waiting)).values())
        if not any(form.is_over for form in forms):
            if not self.run.pause(session):
                return None
            values = {"steps": self.execution.steps, "attempts": self.run.attempt}
            session.execute(update(WorkflowRun).where(WorkflowRun.run_id == self.run.id).values(**values))
            if message is not None:
                message.answer = self.text
        return forms

    @property
    def ended(self) -> facts.RunEnded | None:
        """The end as people and programs are told it."""
        ended = self.driver.ended
        return replace(ended, outputs=self.mask(ended.outputs)) if ended is not None else None

    @property
    def text(self) -> str:
        """The answer, as clients are told it."""
        return self.mask(self.execution.text)

    def store(self, session: DbSession, ended: facts.RunEnded, rest: Batch | None) -> None:
        """The end, with the rows that are not stored yet, in the run's own transaction. Raises LeaseLost."""
        # In the order in which a deleted conversation is removed: itself, its messages, their runs.
        message = self._message(session)
        if rest is not None:
            self.writer.write(session, rest)
        tokens = self.driver.usage.tokens
        passing = self.execution.may_succeed_later
        error = WorkflowFailed.of(ended.error, passing=passing) if ended.error else None
        self.run.finish(session, ended.status, total_tokens=tokens, error=error)
        values = {"outputs": _stored(ended.outputs), "steps": ended.steps, "exceptions_count": ended.exceptions}
        values |= {"total_price": self.driver.usage.price, "currency": self.driver.usage.currency}
        values["attempts"] = self.run.attempt
        if self.run.account_id is not None:
            enqueue("workflows.settle", str(self.run.id))
        session.execute(_END, {"run": self.run.id, **values})
        if message is not None:
            self._store_message(message, ended)
        self.message = message

    def _message(self, session: DbSession) -> Message | None:
        conversation, message = self._locked(session)
        if conversation is not None and message is not None:
            conversation.updated_at = now()
            if not conversation.name and self.run.input.get("auto_generate_name") and self.text:
                enqueue("conversations.name", str(conversation.id))
        return message

    def _locked(self, session: DbSession) -> tuple[ConversationRow | None, Message | None]:
        """Both are there until the transaction ends, if they are there."""
        if self.work.message is None:
            return None, None
        locked = select(ConversationRow).where(ConversationRow.id == self.work.message.conversation_id)
        conversation = session.scalars(locked.with_for_update(key_share=True)).one_or_none()
        mine = select(Message).where(Message.id == self.work.message.id).with_for_update(key_share=True)
        return conversation, session.scalars(mine).one_or_none()

    def _store_message(self, message: Message, ended: facts.RunEnded) -> None:
        states = {"stopped": "stopped", "failed": "error"}
        message.status = states.get(ended.status, "normal")
        message.answer, message.updated_at = self.text, now()
        message.error = ended.error["message"] if ended.error else None
        usage = self.driver.usage
        message.prompt_tokens, message.completion_tokens = usage.prompt_tokens, usage.completion_tokens
        message.total_price, message.currency, message.price_known = usage.price, usage.currency, usage.price > 0
        message.latency = (now() - self.work.began).total_seconds()
        message.retriever_resources = self.driver.sources.listed

    def tell_end(self, ended: facts.RunEnded) -> None:
        self.events.say_rest()
        by = {"id": str(self.run.account_id or self.run.end_user_id), "user": self.work.system.get("user_id")}
        tokens = self.driver.usage.tokens
        times = {"began": self.work.began, "finished": now()}
        self.events.ended(ended_data(self.run.id, self.work.workflow_id, ended, **times, tokens=tokens, by=by))
        if self.message is not None and ended.error is not None:
            error = WorkflowFailed.of(ended.error)
            said = {"code": error.code, "message": error.message, "status": error.status}
            self.run.emit("error", **self.events.always, **said)
        elif self.message is not None:
            self.run.emit(**answers.message_end(self.run.kind, self.message) | {"workflow_run_id": str(self.run.id)})


def _execution(work: Work, settings: WorkflowSettings) -> Execution:
    graph = compiled(work.hash, work.graph)
    scope = Scope()
    scope.set("sys", dict(work.system))
    scope.set("env", dict(work.environment))
    scope.set("conversation", dict(work.conversation))
    for node_id, values in work.given.items():
        scope.set(node_id, dict(scope.get((node_id,)) or {}) | dict(values))
    limits = RunLimits(settings.workflow_max_execution_steps, values_bytes=settings.workflow_max_values_size)
    return Execution(graph, work.root or root_of(graph), scope, limits)


def _surroundings(run: RunHandle, work: Work, settings: WorkflowSettings, graph: Graph) -> Surroundings:
    limits = Limits(
        variable_bytes=settings.max_variable_size,
        text_characters=settings.code_max_string_length,
        template_characters=settings.template_transform_max_length,
        code_seconds=settings.code_execution_timeout,
        array_items=settings.code_max_array_length,
    )
    until = time.monotonic() + settings.workflow_max_execution_time
    user = str(work.system.get("user_id") or "")
    world = World(run, work, settings)
    return Surroundings(run.workspace_id, run.app_id, run.id, user, limits, world, until, _types(work, graph))


def _types(work: Work, graph: Graph) -> dict[Selector, str]:
    found = {("conversation", name): kind for name, kind in work.conversation_types.items()}
    for node in walk(graph):
        if isinstance(node.data, LoopData):
            found |= {(node.id, variable.label): variable.type for variable in node.data.variables}
    return {selector: type_named(kind) or "any" for selector, kind in found.items()}


def _stored(outputs: Any) -> Any:
    return msgspec.json.decode(encoded(dict(outputs)))
