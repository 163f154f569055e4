"""Whatever the graph, whatever its nodes do, in whatever order they end."""

from collections.abc import Iterable
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit_tests.workflows.engine.graphs import compiled, execution, iteration, node
from tests.unit_tests.workflows.engine.random_graphs import Case, random_case
from treeline.workflows.engine.facts import Fact, FrameFolded, Row, RunEnded, Step, StepRetry
from treeline.workflows.engine.frames import FINISHED, PENDING, SKIPPED, TAKEN, Frame
from treeline.workflows.engine.journal import fold, recover
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import Done, NodeFailed, Wait

SEEDS = st.integers(0, 10**9)


class Driver:
    """Steps end in random order; what waits is answered once nothing else can be done, or in between."""

    def __init__(self, case: Case, timing: int, rows: Iterable[Row] = ()):
        self.case, self.chance = case, Random(timing)
        self.execution: Execution = execution(case.graph)
        self.facts: list[Fact] = []
        self.handed: list[Step] = []
        self.begun: list[Step] = []
        fold(self.execution, rows)
        recover(self.execution)
        self.look()

    def look(self) -> None:
        self.handed += self.execution.ready()
        facts = self.execution.take()
        self.facts += facts
        self.handed += [fact.next for fact in facts if isinstance(fact, StepRetry)]

    def one(self) -> bool:
        """One thing happens; False if none can."""
        choices = [*self.handed, *self.begun]
        waits = self.execution.waits()
        if waits and (not choices or self.chance.random() < 0.2):
            self.end(self.chance.choice(waits), answered=True)
        elif not choices:
            return False
        elif (step := self.chance.choice(choices)) in self.handed:
            self.handed.remove(step)
            self.execution.started(step)
            self.begun.append(step)
        else:
            self.begun.remove(step)
            self.end(step)
        self.look()
        return True

    def end(self, step: Step, answered: bool = False) -> None:
        does = self.case.does(step, answered)
        if isinstance(does, NodeFailed):
            self.execution.failed(step, does)
        elif isinstance(does, Wait):
            self.execution.waiting(step, does)
        else:
            self.execution.done(step, does)

    @property
    def rows(self) -> list[Row]:
        return [fact.row for fact in self.facts if fact.row is not None]


def table(facts: Iterable[Fact]) -> list[Row]:
    """As the journal keeps the rows: one an attempt, and of a folded frame only its own."""
    rows: dict[tuple[str, str, int], Row] = {}
    for fact in facts:
        if isinstance(fact, FrameFolded):
            below = fact.frame + "/"
            rows = {key: row for key, row in rows.items() if key[0] != fact.frame and not key[0].startswith(below)}
        if fact.row is not None:
            rows[fact.row.frame, fact.row.node_id, fact.row.attempt] = fact.row
    return list(rows.values())


def scopes(scope: Scope | None) -> Any:
    return None if scope is None else (scope._nodes, scopes(scope.parent))


def frame_state(frame: Frame) -> Any:
    running = {index: step.attempt for index, step in frame.running.items()}
    waiting = {index: step.attempt for index, step in frame.waiting.items()}
    containers = {
        index: {name: value for name, value in vars(container).items() if name in STATE}
        for index, container in frame.containers.items()
    }
    counts = (frame.live, frame.exceptions, frame.below + frame.steps)
    arrays = (bytes(frame.states), bytes(frame.edges), list(frame.needs), bytes(frame.hit))
    return (arrays, counts, frame.retries, frame.held, running, waiting, containers, scopes(frame.scope))


STATE = {"next", "results", "failed", "lowest", "ahead", "broken", "previous"}


def state(run: Execution) -> Any:
    run.move_on()
    if run.over:
        return (run.status, run.outputs, run.error, run.top.exceptions)
    frames = {frame.path: frame_state(frame) for frame in run.top.inner()}
    return (run.status, run.outputs, run.paused, frames)


def folded(case: Case, rows: Iterable[Row]) -> Execution:
    again = execution(case.graph)
    fold(again, rows)
    return again


@given(SEEDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_every_edge_ends_once_and_no_run_stands_still(seed, timing):
    case = random_case(seed)
    driver = Driver(case, timing)
    frames: dict[int, Frame] = {}
    while driver.one():
        frames |= {id(frame): frame for frame in driver.execution.top.inner()}
    assert driver.execution.over
    assert sum(isinstance(fact, RunEnded) for fact in driver.facts) == 1
    failed = {row.frame for row in driver.rows if row.status == "failed"}
    for frame in frames.values():
        if frame.live or frame.path in failed:
            continue
        assert set(frame.states) <= {FINISHED, SKIPPED}
        ended_once(frame)


def ended_once(frame: Frame) -> None:
    for at, row in enumerate(frame.graph.nodes):
        from_reached = [edge for _, edge in row.ins if frame.edges[edge]]
        assert frame.needs[at] == 0
        assert all(frame.edges[edge] for _, _, edge in row.outs if frame.states[at] == FINISHED)
        if from_reached:
            taken = any(frame.edges[edge] == TAKEN for edge in from_reached)
            assert frame.states[at] == (FINISHED if taken else SKIPPED)
    assert PENDING not in frame.states


@given(SEEDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_the_fold_of_any_prefix_of_the_rows_is_the_live_state(seed, timing):
    case = random_case(seed, size=6)
    driver, chance = Driver(case, timing), Random(timing)
    while True:
        if chance.random() < 0.2:
            live = state(driver.execution)
            assert state(folded(case, driver.rows)) == live
            assert state(folded(case, table(driver.facts))) == live
        if not driver.one():
            break
    assert state(folded(case, table(driver.facts))) == state(driver.execution)


@given(SEEDS, SEEDS, st.lists(st.integers(1, 12), max_size=4))
@settings(max_examples=150, deadline=None)
def test_workers_may_die_at_any_moment_and_nothing_that_is_over_runs_again(seed, timing, deaths):
    case = random_case(seed)
    driver, facts = Driver(case, timing), []
    for moment in deaths:
        for _ in range(moment):
            driver.one()
        facts += driver.facts
        driver = Driver(case, timing, table(facts))
    while driver.one():
        pass
    facts += driver.facts
    assert driver.execution.over
    ended = [(row.frame, row.node_id, row.attempt) for fact in facts if (row := fact.row) and row.status in OVER]
    assert len(ended) == len(set(ended))


OVER = {"succeeded", "exception", "failed"}


def test_a_dead_workers_step_runs_again_or_fails_where_the_node_says_so():
    for data, statuses in (
        ({}, ["retry"]),
        ({"after_crash": "fail"}, ["failed"]),
        ({"after_crash": "fail", "error_strategy": "fail-branch"}, ["exception"]),
    ):
        graph = compiled([node("a", "write", **data)], "start a")
        first = execution(graph)
        first.done(first.ready()[0], Done())
        first.started(first.ready()[0])
        again = execution(graph)
        fold(again, [fact.row for fact in first.take() if fact.row])
        recover(again)
        facts = again.take()
        assert [fact.row.status for fact in facts if fact.row] == statuses
        assert [fact.next.attempt for fact in facts if isinstance(fact, StepRetry)] == [2] * (statuses == ["retry"])


def test_an_iteration_of_which_most_rows_are_folded_goes_on_where_it_was():
    nodes = [*iteration(is_parallel=True, parallel_nums=3), node("inner", parent="it"), node("set", parent="it")]
    nodes[-1]["data"]["sets"] = ["conversation", "x"]
    case = Case(compiled(nodes, "start it", "it-start inner set"), {}, 7, 130)
    driver = Driver(case, 1)
    for _ in range(330):
        driver.one()
    rows = table(driver.facts)
    assert len([row for row in rows if row.node_id == "it"]) > 20
    again = folded(case, rows)
    assert state(again) == state(driver.execution)
    assert {step.frame for step in again.ready()} == {step.frame for step in driver.execution.current()}
