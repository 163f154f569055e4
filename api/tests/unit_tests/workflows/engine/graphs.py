"""Graphs in a few words, kinds that do nothing, and runs driven by hand."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from treeline.workflows.engine.compiler import compile_graph
from treeline.workflows.engine.facts import Fact, Row, RunEnded, Step, StepRetry
from treeline.workflows.engine.graph import Graph
from treeline.workflows.engine.journal import fold
from treeline.workflows.engine.limits import RunLimits
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Wait


class PlainKind:
    streams: tuple[str, ...] = ("text",)

    def __init__(self, *, root: bool = False, branch: bool = False, effect: Effect = "pure"):
        self.is_root, self.is_branch, self.effect = root, branch, effect

    def parse(self, raw: Mapping[str, Any]) -> Any:
        if "wrong" in raw:
            raise ValueError(raw["wrong"])
        return raw

    def handles(self, data: Any) -> Iterable[str]:
        return data.get("handles", ("source",))

    def reads(self, data: Any) -> list[tuple[str, ...]]:
        return [tuple(part) for part in self.parts(data) if not isinstance(part, str)]

    def parts(self, data: Any) -> list[str | tuple[str, ...]]:
        return [part if isinstance(part, str) else tuple(part) for part in data.get("parts", ())]


KINDS: Any = {
    "start": PlainKind(root=True),
    "trigger-webhook": PlainKind(root=True),
    "work": PlainKind(),
    "llm": PlainKind(effect="read"),
    "write": PlainKind(effect="write"),
    "if-else": PlainKind(branch=True),
    "assigner": PlainKind(),
    "answer": PlainKind(),
    "end": PlainKind(),
}


def node(name: str, kind: str = "work", parent: str | None = None, **data: Any) -> dict[str, Any]:
    row = {"id": name, "type": "custom", "data": {"type": kind, "title": name, **data}}
    return {**row, "parentId": parent} if parent else row


def branch(name: str, *handles: str, parent: str | None = None) -> dict[str, Any]:
    return node(name, "if-else", parent, handles=handles or ("true", "false"))


def edges(*lines: str) -> list[dict[str, Any]]:
    """`a b c` is a chain; `a:true b` leaves by a handle."""
    rows = []
    for line in lines:
        names = line.split()
        for source, target in pairwise(names):
            name, _, handle = source.partition(":")
            rows.append({"source": name, "sourceHandle": handle or "source", "target": target.partition(":")[0]})
    return rows


def document(nodes: Iterable[dict[str, Any]], *lines: str) -> dict[str, Any]:
    return {"nodes": [node("start", "start"), *nodes], "edges": edges(*lines)}


def iteration(name: str = "it", parent: str | None = None, **data: Any) -> list[dict[str, Any]]:
    given = {"iterator_selector": ["start", "items"], "output_selector": ["inner", "out"], **data}
    return [node(name, "iteration", parent, **given), node(f"{name}-start", "iteration-start", name)]


def loop(name: str = "loop", parent: str | None = None, **data: Any) -> list[dict[str, Any]]:
    return [node(name, "loop", parent, **{"loop_count": 3, **data}), node(f"{name}-start", "loop-start", name)]


def compiled(nodes: Iterable[dict[str, Any]], *lines: str) -> Graph:
    return compile_graph(document(nodes, *lines), KINDS)


def execution(graph: Graph, root: str = "start", limits: RunLimits | None = None, **inputs: Any) -> Execution:
    scope = Scope()
    scope.set("sys", inputs)
    return Execution(graph, root, scope, limits)


class Run:
    """Drives a run: every step that is ready runs at once, in order, unless the test takes over.

    What a node does: `does[node id]` is outputs, Done, Wait, NodeFailed, or a function of the step returning one.
    """

    def __init__(self, graph: Graph, does: Mapping[str, Any] | None = None, rows: Iterable[Row] = (), **more: Any):
        self.does = does or {}
        self.execution = execution(graph, **more)
        self.facts: list[Fact] = []
        self.ran: list[str] = []
        self.pending: list[Step] = []
        fold(self.execution, rows)
        self.take()

    def take(self) -> list[Fact]:
        facts = self.execution.take()
        self.facts += facts
        self.pending += [fact.next for fact in facts if isinstance(fact, StepRetry)]
        return facts

    def run(self, *stop_before: str) -> "Run":
        held: list[Step] = []
        while True:
            self.pending += self.execution.ready()
            self.take()
            if not self.pending:
                self.pending = held
                return self
            step = self.pending.pop(0)
            if step.node.id in stop_before:
                held.append(step)
            else:
                self.do(step)

    def do(self, step: Step, does: Any = None) -> None:
        does = self.does.get(step.node.id, {}) if does is None else does
        does = does(step) if callable(does) else does
        self.execution.started(step)
        self.ran.append(f"{step.frame}/{step.node.id}" if step.frame else step.node.id)
        if isinstance(does, NodeFailed):
            self.execution.failed(step, does)
        elif isinstance(does, Wait):
            self.execution.waiting(step, does)
        else:
            self.execution.done(step, does if isinstance(does, Done) else Done(does))
        self.take()

    def step(self, node_id: str, frame: str = "") -> Step:
        steps = [*self.pending, *self.execution.current(), *self.execution.waits()]
        return next(step for step in steps if step.node.id == node_id and step.frame == frame)

    def told(self, kind: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    @property
    def rows(self) -> list[Row]:
        return [fact.row for fact in self.facts if fact.row is not None]

    @property
    def end(self) -> RunEnded:
        (end,) = self.told(RunEnded)
        return end
