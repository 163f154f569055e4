"""Microseconds a node of a workflow: the engine alone, and with its journal in PostgreSQL and its events in Redis.

Chains and fans of 100 nodes, iterations of 1,000 and 10,000 items; how much memory 10,000 items take beyond 1,000, and
how many statements a run of pure nodes makes. With --peer, a command that prints a JSON object a line, each with
"case" (as here: "chain 100 template", "chain 100 if-else", "fan 10 x 10", "fan 100 x 1", "iteration 1000") and
"us_per_node", is run in the same sitting; of several peers the fastest counts.
"""

import json
import shlex
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import event

from benchmarks.parts import graphs, live
from benchmarks.parts import stack as stacks
from benchmarks.parts.options import Options, read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms
from tests.answers import LOCAL
from treeline import create_app
from treeline.kernel.db import db
from treeline.runs.execution import execute
from treeline.workflows.compiling import KINDS, compiled
from treeline.workflows.engine.compiler import compile_graph
from treeline.workflows.engine.limits import RunLimits
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import Done
from treeline.workflows.nodes.node import Limits
from treeline.workflows.running.context import RunContext, Surroundings

Inputs = Mapping[str, Any]
X: Inputs = {"x": "abc"}
LIMITS = RunLimits(10**9, values_bytes=10**12)


def engine_alone(document: Mapping[str, Any], inputs: Inputs) -> None:
    """A run without journal, events, or anybody who looks at its facts."""
    graph = compiled(f"bench {id(document)}", document)
    scope = Scope()
    scope.set("env", inputs)
    execution = Execution(graph, "start", scope, LIMITS)
    nobody: Any = None
    shared = Surroundings(uuid4(), uuid4(), uuid4(), "", Limits(), nobody, time.monotonic() + 3600)
    while not execution.over:
        for step in execution.ready():
            execution.started(step)
            execution.done(step, _result(step, execution, shared, inputs))
        execution.take()


def _result(step: Any, execution: Execution, shared: Surroundings, inputs: Inputs) -> Done:
    if step.node.kind.is_root:
        return Done(inputs)
    try:
        step.node.kind.run(RunContext(shared, execution, step, lambda: None), step.node.data).send(None)
    except StopIteration as ended:
        return ended.value
    raise RuntimeError("a pure node waited")


class Published:
    """A workflow of the stack's, whose runs are made here as a worker makes them."""

    def __init__(self, stack: Stack, flask_app: Flask, document: Mapping[str, Any], inputs: Inputs):
        self.flask_app, self.caller = flask_app, stack.caller
        self.app_id = stack.created("/apps", {"name": "bench", "mode": "workflow"})["id"]
        texts = {name: value for name, value in inputs.items() if isinstance(value, str)}
        declared = [{"variable": name, "label": name, "type": "text-input"} for name in texts]
        lists = [
            {"name": name, "value_type": "array[string]", "value": value}
            for name, value in inputs.items()
            if name not in texts
        ]
        start, *others = document["nodes"]
        start = {**start, "data": {**start["data"], "variables": declared}}
        graph = {"nodes": [start, *others], "edges": document["edges"]}
        self.inputs: Inputs = texts
        path = f"/apps/{self.app_id}/workflows"
        for address, body in (
            (f"{path}/draft", {"graph": graph, "environment_variables": lists}),
            (f"{path}/publish", {}),
        ):
            reply = self.caller.call("POST", address, json=body)
            assert reply.status_code == 200, reply.text[:500]

    def seconds(self) -> float:
        """One run, from the moment that a worker has it until its stream is closed."""
        run_id = self._queued()
        with self.flask_app.app_context():
            began = time.perf_counter()
            execute(run_id, self.flask_app.extensions["redis"])
            return time.perf_counter() - began

    def statements(self) -> int:
        run_id, counted = self._queued(), 0

        def count(*_: Any) -> None:
            nonlocal counted
            counted += 1

        with self.flask_app.app_context():
            event.listen(db.engine, "before_cursor_execute", count)
            execute(run_id, self.flask_app.extensions["redis"])
            event.remove(db.engine, "before_cursor_execute", count)
        return counted

    def _queued(self) -> UUID:
        path = f"/apps/{self.app_id}/workflows/draft/run"
        reply = self.caller.call("POST", path, json={"inputs": dict(self.inputs)}, stream=True)
        assert reply.status_code == 200, reply.text[:500]
        reply.close()
        runs = self.caller.call("GET", f"/apps/{self.app_id}/workflow-runs?limit=1").json()["data"]
        return UUID(runs[0]["id"])


def peak(document: Mapping[str, Any], inputs: Inputs) -> int:
    """Bytes that a run has at most, its inputs apart."""
    engine_alone(document, inputs)
    tracemalloc.start()
    engine_alone(document, inputs)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def peers(commands: list[str]) -> dict[str, float]:
    """{case: microseconds a node} of the fastest."""
    found: dict[str, float] = {}
    for command in commands:
        printed = subprocess.run(shlex.split(command), capture_output=True, text=True, check=True).stdout
        for line in printed.splitlines():
            row = json.loads(line) if line.startswith("{") else {}
            if "us_per_node" in row:
                found[row["case"]] = min(row["us_per_node"], found.get(row["case"], float("inf")))
    return found


def _row(case: str, measured: str, value: float, peer: float | None, share: float) -> list[Row]:
    rows = [Row(f"{case}, {measured}", "", value, "µs a node")]
    if peer is not None:
        rows.append(Row("  of the fastest peer", f"{peer:,.0f} µs a node", value / peer, "x", share))
    return rows


def main() -> None:
    options = read_options(__doc__, "peer")
    few = options.quick
    long, items = (10, 20) if few else (100, 1000)
    cases: dict[str, tuple[Any, Inputs, int]] = {
        "chain 100 template": (graphs.chain(long, "template"), X, long + 2),
        "chain 100 if-else": (graphs.chain(long, "if-else"), X, long + 2),
        "fan 10 x 10": (graphs.fan(10, long // 10), X, long + 2),
        "fan 100 x 1": (graphs.fan(long, 1), X, long + 2),
        "iteration 1000": (graphs.iteration(parallel=False), _items(items), 2 * items),
    }
    others = peers(options.more["peer"])
    with stacks.running(**LOCAL) as stack:
        flask_app = create_app(stack.settings)
        rows = [row for case, given in cases.items() for row in _case(case, *given, stack, flask_app, others, options)]
        pure = Published(stack, flask_app, *cases["chain 100 template"][:2])
        statements = min(pure.statements() for _ in range(options.rounds))
        effects = _effects(stack, flask_app, options)
        first = _first(stack, options)
    rows += [*_growth(items, options), *_compile(few, options), _statements(statements, long), effects, first]
    finish("workflows", rows, options)


def _case(
    case: str,
    document: Any,
    inputs: Inputs,
    nodes: int,
    stack: Stack,
    flask_app: Flask,
    others: Mapping[str, float],
    options: Options,
) -> list[Row]:
    published = Published(stack, flask_app, document, inputs)
    alone, whole = medians(options.rounds, lambda: _timed(lambda: engine_alone(document, inputs)), published.seconds)
    peer = others.get(case)
    own, full = alone / nodes * 1e6, whole / nodes * 1e6
    is_iteration = case.startswith("iteration")
    return [
        *_row(case, "the engine", own, peer, 1 / 20 if is_iteration else 1 / 10),
        *_row(case, "with journal and events", full, peer, 1 / 20 if is_iteration else 1 / 3),
    ]


def _growth(items: int, options: Options) -> list[Row]:
    document = graphs.iteration(parallel=False)
    small, large = _items(items), _items(10 * items)
    one, ten = medians(
        max(1, options.rounds // 2),
        lambda: _timed(lambda: engine_alone(document, small)),
        lambda: _timed(lambda: engine_alone(document, large)),
    )
    more = (peak(document, large) - peak(document, small)) / 1024 / 1024
    return [
        Row("iteration of 10,000 against 1,000", "", ten / one, "x", 11),
        Row("  more memory", "", more, "MiB", 10),
    ]


def _compile(few: bool, options: Options) -> list[Row]:
    large = graphs.chain(20 if few else 998, "template")
    seconds = medians(options.rounds, lambda: _timed(lambda: compile_graph(large, KINDS)))[0]
    return [Row("a graph of 1,000 nodes is compiled", "", seconds * 1e3, "ms", 50)]


def _effects(stack: Stack, flask_app: Flask, options: Options) -> Row:
    """Of nodes that read or change the world, each of which begins when all before it is durable."""
    few, many = (Published(stack, flask_app, graphs.chain(length, "code"), X) for length in (1, 21))
    counted = [min(each.statements() for _ in range(options.rounds)) for each in (few, many)]
    return Row("  of one more node with an effect", "", (counted[1] - counted[0]) / 20, "statements", 2)


def _first(stack: Stack, options: Options) -> Row:
    count = 2 if options.quick else 10 * options.rounds
    asked = live.workflow(stack, graphs.chain(3, "template"), [])
    with live.worker(stack), live.chat(stack) as chat:
        run, answer = medians(count, asked.first_seconds, chat.first_seconds)
    return Row("first event of a run", f"{ms(run)}, of a chat's answer {ms(answer)}", run / answer, "x the chat's", 2)


def _statements(counted: float, nodes: int) -> Row:
    return Row("a run of 100 pure nodes", "", counted, "statements", 6 + (nodes + 2) / 64)


def _items(count: int) -> Inputs:
    return {"items": [f"i{number}" for number in range(count)]}


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
