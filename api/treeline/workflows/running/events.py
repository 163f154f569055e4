"""What clients are told of a run, in the words that they know: the contract's events."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from treeline.kernel.clock import now
from treeline.runs.executors import RunHandle
from treeline.workflows.drafts.single import START
from treeline.workflows.engine import facts
from treeline.workflows.engine.graph import Graph
from treeline.workflows.engine.kinds import ITERATION, LOOP
from treeline.workflows.engine.step import Usage
from treeline.workflows.engine.values import to_json
from treeline.workflows.forms.waiting import KnownForm
from treeline.workflows.running.ids import step_id
from treeline.workflows.running.masking import Mask, MaskedText
from treeline.workflows.running.packing import LARGE, PREVIEW, encoded
from treeline.workflows.running.pauses import answered_data, asked_data, paused_data
from treeline.workflows.running.reading import SYSTEM, Work

# Of an iteration's or a loop's items: the steps of later ones are stored in short, and not told.
MOST_TOLD_ITEMS = 100


def shown(values: Any) -> Any:
    """Plain JSON; a large value by the beginning of its text."""
    if not isinstance(values, Mapping):
        return to_json(values)
    return {name: _shown(value) for name, value in values.items()}


def _shown(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if len(value) <= LARGE else f"{value[:PREVIEW]}…"
    data = encoded(value)
    return to_json(value) if len(data) <= LARGE else f"{data[:PREVIEW].decode(errors='ignore')}…"


def metadata(usage: Usage | None) -> dict[str, Any]:
    """A step's `execution_metadata`."""
    if usage is None:
        return {}
    return {"total_tokens": usage.tokens, "total_price": f"{usage.price:f}", "currency": usage.currency}


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt at a node. `data`: what every event of it says; `reads`: the values that it may look at, by name."""

    at: datetime
    before: str | None
    data: Mapping[str, Any]
    reads: Mapping[str, Any]


class Events:
    """Tells one run. `always`: what each event says; `detail`: whether values of nodes are shown to who listens."""

    def __init__(
        self, run: RunHandle, graph: Graph, always: Mapping[str, Any], mask: Mask, *, detail: bool, delta: str
    ):
        self.run, self.always, self.mask, self.detail, self.delta = run, always, mask, detail, delta
        # The level that each node stands in.
        self.levels = {node.id: level for level in _levels(graph) for node in level.nodes}
        self.kind = "answer" if delta == "message" else "text"
        self._text = MaskedText(mask)
        self._source: list[str] = []
        self._begun: dict[tuple[str, str, int], Begun] = {}

    @singledispatchmethod
    def tell(self, fact: object) -> None:
        """Facts that nobody is told."""

    def started(self, data: Mapping[str, Any]) -> None:
        self._emit("workflow_started", data)

    def ended(self, data: Mapping[str, Any]) -> None:
        self._emit("workflow_finished", data)

    def asked(self, form: KnownForm) -> None:
        self._emit("human_input_required", asked_data(form, to_member=self.detail))

    def answered(self, form: KnownForm) -> None:
        """By a person, or by time."""
        name = "human_input_form_timeout" if form.action is None else "human_input_form_filled"
        self._emit(name, answered_data(form))

    def paused(self, forms: Collection[KnownForm], began: datetime, *, tokens: int, steps: int) -> None:
        data = paused_data(self.run.id, forms, began=began, tokens=tokens, steps=steps, to_member=self.detail)
        self._emit("workflow_paused", data)

    @tell.register
    def _(self, fact: facts.StepStarted) -> None:
        data = self.begin(fact.step).data
        if self._is_told(fact.step):
            self._emit("node_started", {**data, "extras": {}})

    @tell.register
    def _(self, fact: facts.StepFinished) -> None:
        self._over(fact.step, fact.row)

    @tell.register
    def _(self, fact: facts.StepRetry) -> None:
        if self._is_told(fact.step):
            self._emit("node_retry", self._finished(fact.step, fact.row) | {"retry_index": fact.next.attempt})

    @tell.register
    def _(self, fact: facts.StepStopped) -> None:
        self._over(fact.step, fact.row)

    @tell.register
    def _(self, fact: facts.ContainerStarted) -> None:
        more = {"metadata": {f"{_kind(fact.step)}_length": fact.length}, "extras": {}}
        self._emit(f"{_kind(fact.step)}_started", {**self.begin(fact.step).data, **more})

    @tell.register
    def _(self, fact: facts.ContainerNext) -> None:
        kind, previous = _kind(fact.step), None
        if self.detail and fact.index < MOST_TOLD_ITEMS:
            previous = self._shown({"output": fact.previous})["output"]
        more = {"index": fact.index, f"pre_{kind}_output": previous, "extras": {}}
        self._emit(f"{kind}_next", {**self.begin(fact.step).data, **more})

    @tell.register
    def _(self, fact: facts.ContainerCompleted) -> None:
        begun, ended = self.begin(fact.step), now()
        done = {
            "outputs": self._shown(fact.outputs),
            "status": "failed" if fact.error else "succeeded",
            "error": fact.error,
            "elapsed_time": (ended - begun.at).total_seconds(),
            "total_tokens": 0,
            "execution_metadata": {},
            "finished_at": int(ended.timestamp()),
            "steps": fact.steps,
            "extras": {},
        }
        self._emit(f"{_kind(fact.step)}_completed", {**begun.data, **done})

    @tell.register
    def _(self, fact: facts.Text) -> None:
        if fact.kind != self.kind:
            return
        self._source = list(fact.selector) if fact.selector else [fact.node_id, fact.kind]
        self._say(self._text.feed(fact.text))

    @tell.register
    def _(self, fact: facts.TextReplaced) -> None:
        if fact.kind != self.kind:
            return
        text = self._text.replace(fact.text)
        if self.delta == "message":
            self.run.emit("message_replace", **self.always, answer=text, reason="retry")
        else:
            self._emit("text_replace", {"text": text})

    def go_on(self, text: str) -> str:
        """Of a run that another worker began: its text so far, as it has been told."""
        return self._text.replace(text)

    def say_rest(self) -> None:
        """No more text follows."""
        self._say(self._text.rest())

    def _say(self, text: str) -> None:
        if not text:
            return
        if self.delta == "message":
            self.run.emit("message", **self.always, answer=text, from_variable_selector=self._source)
        else:
            self._emit("text_chunk", {"text": text, "from_variable_selector": self._source})

    def begin(self, step: facts.Step, at: datetime | None = None) -> Begun:
        """The same for one attempt, until it is over. `at`: when, if not now."""
        key = (step.frame, step.node.id, step.attempt)
        found = self._begun.get(key)
        if found is None:
            at, before = at or now(), self._before(step)
            found = self._begun[key] = Begun(at, before, self._node(step, before, at), reads_of(step))
        return found

    def end(self, step: facts.Step) -> Begun:
        begun = self.begin(step)
        del self._begun[step.frame, step.node.id, step.attempt]
        return begun

    def _before(self, step: facts.Step) -> str | None:
        """A node that led here: the first of those before it that ran."""
        level = self.levels[step.node.id]
        sources = (level.nodes[source].id for source, _ in step.node.ins)
        return next((each for each in sources if step.scope.get((each,)) is not None), None)

    def _over(self, step: facts.Step, row: facts.Row) -> None:
        if self._is_told(step):
            self._emit("node_finished", self._finished(step, row))

    def _is_told(self, step: facts.Step) -> bool:
        last = step.frame.rpartition(":")[2]
        return step.node.id != START and (not last.isdecimal() or int(last) < MOST_TOLD_ITEMS)

    def _node(self, step: facts.Step, before: str | None, at: datetime) -> dict[str, Any]:
        return {
            "id": str(step_id(self.run.id, step.frame, step.node.id, step.attempt)),
            "node_id": step.node.id,
            "node_type": step.node.type,
            "title": step.node.title,
            "index": step.seq,
            "predecessor_node_id": before,
            "inputs": None,
            "created_at": int(at.timestamp()),
            **self._containers(step),
        }

    def _finished(self, step: facts.Step, row: facts.Row) -> dict[str, Any]:
        begun, ended = self.begin(step), now()
        return {
            **begun.data,
            "inputs": self._shown(begun.reads),
            "process_data": self._shown(row.process_data),
            "outputs": self._shown(row.outputs),
            "status": row.status,
            "error": self.mask(row.error["message"]) if row.error else None,
            "elapsed_time": (ended - begun.at).total_seconds(),
            "execution_metadata": metadata(row.usage),
            "finished_at": int(ended.timestamp()),
            "files": [],
        }

    def _containers(self, step: facts.Step) -> dict[str, str | None]:
        """The innermost container that a node stands in."""
        found: dict[str, str | None] = {"iteration_id": None, "loop_id": None}
        parent = step.node.parent
        if parent is not None and step.frame:
            is_loop = self.levels[parent].node(parent).type == LOOP
            found["loop_id" if is_loop else "iteration_id"] = parent
        return found

    def _shown(self, values: Any) -> Any:
        return shown(self.mask(values)) if self.detail else None

    def _emit(self, event: str, data: Mapping[str, Any]) -> None:
        self.run.emit(event, **self.always, data=data)


def reads_of(step: facts.Step) -> dict[str, Any]:
    """The values that a node may look at, by their names."""
    kind = step.node.kind
    if kind is None or step.node.data is None:
        return {}
    return {".".join(selector): step.scope.get(selector) for selector in kind.reads(step.node.data)}


def _kind(step: facts.Step) -> str:
    return LOOP if step.node.type == LOOP else ITERATION


def _levels(graph: Graph) -> Iterator[Graph]:
    levels = [graph]
    for level in levels:
        yield level
        levels += [node.child for node in level.nodes if node.child is not None]


def started_data(run: RunHandle, work: Work) -> dict[str, Any]:
    """The data of workflow_started."""
    inputs = {**work.inputs, **{f"{SYSTEM}{name}": value for name, value in work.system.items()}}
    return {
        "id": str(run.id),
        "workflow_id": str(work.workflow_id),
        "inputs": shown(inputs),
        "created_at": int(work.began.timestamp()),
    }


def ended_data(
    run_id: UUID,
    workflow_id: UUID,
    ended: facts.RunEnded,
    *,
    began: datetime,
    finished: datetime,
    tokens: int,
    by: Mapping[str, Any],
) -> dict[str, Any]:
    """The data of workflow_finished."""
    return {
        "id": str(run_id),
        "workflow_id": str(workflow_id),
        "status": ended.status,
        "outputs": to_json(dict(ended.outputs)),
        "error": ended.error["message"] if ended.error else None,
        "elapsed_time": (finished - began).total_seconds(),
        "total_tokens": tokens,
        "total_steps": ended.steps,
        "created_by": by,
        "created_at": int(began.timestamp()),
        "finished_at": int(finished.timestamp()),
        "exceptions_count": ended.exceptions,
        "files": [],
    }
