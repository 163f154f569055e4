"""Iterations and loops."""

import gc
import sys

import pytest

from tests.unit_tests.workflows.engine.graphs import Run, branch, compiled, iteration, loop, node
from treeline.workflows.engine.facts import (
    Assigned,
    ContainerCompleted,
    ContainerNext,
    ContainerStarted,
    FrameFolded,
    StepFinished,
    StepStopped,
)
from treeline.workflows.engine.frames import Frame
from treeline.workflows.engine.step import Done, NodeFailed, Usage, Write

WRONG = NodeFailed("value_error", "No number")


def double(step):
    item = step.scope.get(("it", "item"))
    return WRONG if item == "x" else {"out": item * 2, "index": step.scope.get(("it", "index"))}


def over(items, does=None, **data):
    graph = compiled(
        [*iteration(**data), node("inner", parent="it"), node("after")], "start it after", "it-start inner"
    )
    return Run(graph, {"start": {"items": items}, "inner": double, **(does or {})})


def output(run):
    (row,) = [row for row in run.rows if row.node_id == "it" and not row.frame]
    return row.outputs.get("output")


def test_an_iteration_runs_its_inside_once_an_item():
    run = over([1, 2]).run()
    assert run.ran == ["start", "it:0/inner", "it:1/inner", "after"]
    assert output(run) == [2, 4]
    assert [fact.length for fact in run.told(ContainerStarted)] == [2]
    assert [(fact.index, fact.previous) for fact in run.told(ContainerNext)] == [(0, None), (1, 2)]
    assert [(fact.steps, fact.error) for fact in run.told(ContainerCompleted)] == [(2, None)]


@pytest.mark.parametrize("items", [None, [], ()])
def test_nothing_gives_an_empty_array(items):
    assert output(over(items).run()) == []


def test_what_is_no_array_fails():
    end = over("abc").run().end
    assert end.error == {"type": "invalid_input", "message": "it: start.items is not an array"}


def test_parallel_items_are_at_most_so_many_and_results_are_in_their_order():
    run = over([1, 2, 3], is_parallel=True, parallel_nums=2).run("inner")
    assert [step.frame for step in run.pending] == ["it:0", "it:1"]
    run.do(run.pending.pop(1))
    run.run("inner")
    assert [step.frame for step in run.pending] == ["it:0", "it:2"]
    run.run()
    assert output(run) == [2, 4, 6]


def test_one_failed_item_fails_all_unless_said_otherwise():
    run = over([1, "x", 3, 4], is_parallel=True, parallel_nums=3).run("inner")
    run.do(run.pending.pop(1))
    assert [fact.step.frame for fact in run.told(StepStopped)] == ["it:0", "it:2"]
    assert run.end.error == {"type": "value_error", "message": "it: item 1 failed: inner: No number"}
    assert output(over([1, "x", 3], error_handle_mode="continue-on-error").run()) == [2, None, 6]
    assert output(over([1, "x", 3], error_handle_mode="remove-abnormal-output").run()) == [2, 6]


def test_an_iteration_has_an_error_strategy_of_its_own():
    run = over([1, "x"], error_strategy="default-value", default_value=[{"key": "output", "value": "none"}]).run()
    assert run.end.status == "partial-succeeded"
    assert run.ran[-1] == "after"


def test_results_that_are_all_arrays_are_flattened_by_one_level():
    assert output(over([[1], [2, [3]]]).run()) == [1, 1, 2, [3], 2, [3]]
    assert output(over([[1], [2]], flatten_output=False).run()) == [[1, 1], [2, 2]]
    assert output(over([[1], 2]).run()) == [[1, 1], 4]


def test_an_iteration_with_nothing_inside_but_its_start():
    run = Run(compiled([*iteration()], "start it"), {"start": {"items": [1, 2]}}).run()
    assert output(run) == [None, None]


def test_a_branch_inside_gives_null_where_the_output_was_skipped():
    nodes = [*iteration(), branch("if", parent="it"), node("inner", parent="it")]
    graph = compiled(nodes, "start it", "it-start if:true inner")
    odd = {"start": {"items": [1, 2]}, "inner": double}
    run = Run(graph, {**odd, "if": lambda step: Done({}, str(step.scope.get(("it", "item")) == 2).lower())}).run()
    assert output(run) == [None, 4]


def test_values_of_an_item_are_not_seen_by_the_next():
    seen = []
    nodes = [*iteration(), branch("if", parent="it"), node("a", parent="it"), node("inner", parent="it")]
    graph = compiled(nodes, "start it", "it-start if:true a inner", "if:false inner")
    does = {
        "start": {"items": [1, 2]},
        "if": lambda step: Done({}, str(step.scope.get(("it", "index")) == 0).lower()),
        "a": {"x": 1},
        "inner": lambda step: seen.append(step.scope.get(("a", "x"))) or {},
    }
    Run(graph, does).run()
    assert seen == [1, None]


def conversation(step):
    return Done({}, writes=[Write(("conversation", "last"), step.scope.get(("it", "index")))])


def test_conversation_variables_leave_items_at_once():
    run = over([5, 6], {"inner": conversation}).run("after")
    assert [(fact.selector, fact.value) for fact in run.told(Assigned)] == [
        (("conversation", "last"), 0),
        (("conversation", "last"), 1),
    ]
    assert run.execution.top.scope.get(("conversation", "last")) == 1


def test_conversation_variables_leave_parallel_items_in_the_order_of_items():
    run = over([5, 6, 7], {"inner": conversation}, is_parallel=True, parallel_nums=3).run("inner")
    first, second, third = run.pending
    run.do(third)
    run.do(second)
    assert run.told(Assigned) == []
    run.do(first)
    assert [fact.value for fact in run.told(Assigned)] == [0, 1, 2]


def test_a_parallel_item_sees_what_it_has_set_itself():
    seen = {}
    nodes = [*iteration(is_parallel=True), node("set", parent="it"), node("inner", parent="it")]
    graph = compiled(nodes, "start it", "it-start set inner")

    def look(step):
        seen[step.frame] = step.scope.get(("conversation", "last"))
        return {}

    run = Run(graph, {"start": {"items": [1, 2]}, "set": conversation, "inner": look}).run("set", "inner")
    run.do(run.step("set", "it:1"))
    run.run("set", "inner")
    run.do(run.step("inner", "it:1"))
    assert seen == {"it:1": 1}
    assert run.execution.top.scope.get(("conversation", "last")) is None


def looping(does=None, variables=(), **data):
    rows = [*loop(loop_variables=list(variables), **data), node("inner", parent="loop")]
    return Run(compiled(rows, "start loop", "loop-start inner"), does)


N = {"label": "n", "var_type": "number", "value_type": "constant", "value": "5"}


def equal(selector, value):
    operator = "is" if isinstance(value, bool) else "="
    return {"variable_selector": list(selector), "comparison_operator": operator, "value": value}


def count_up(step):
    return Done({}, writes=[Write(("loop", "n"), step.scope.get(("loop", "n")) + 1)])


def loop_outputs(run):
    (row,) = [row for row in run.rows if row.node_id == "loop"]
    return row.outputs


def test_a_loop_runs_its_rounds_and_its_outputs_are_its_variables():
    run = looping({"inner": count_up}, [N]).run()
    assert run.ran == ["start", "loop:0/inner", "loop:1/inner", "loop:2/inner"]
    assert loop_outputs(run) == {"n": 8, "loop_round": 3}


def test_a_loop_breaks_before_its_first_round_or_after_any():
    assert loop_outputs(looping({"inner": count_up}, [N], break_conditions=[equal(("loop", "n"), "5")]).run()) == {
        "n": 5,
        "loop_round": 0,
    }
    assert loop_outputs(looping({"inner": count_up}, [N], break_conditions=[equal(("loop", "n"), "7")]).run()) == {
        "n": 7,
        "loop_round": 2,
    }


def test_a_condition_may_look_at_a_node_inside():
    inner = {"inner": lambda step: {"stop": step.frame == "loop:1"}}
    assert loop_outputs(looping(inner, break_conditions=[equal(("inner", "stop"), True)]).run())["loop_round"] == 2


def test_an_error_in_the_condition_counts_only_after_a_round():
    def fails(*_):
        raise NodeFailed("condition", "No number")

    run = looping(break_conditions=[equal(("loop", "n"), "1")])
    run.execution.holds = fails
    run.run()
    assert run.ran == ["start", "loop:0/inner"]
    assert run.end.error == {"type": "condition", "message": "loop: No number"}


def test_loop_end_breaks():
    nodes = [*loop(loop_count=9), branch("if", parent="loop"), node("stop", "loop-end", parent="loop")]
    graph = compiled(nodes, "start loop", "loop-start if:true stop")
    run = Run(graph, {"if": lambda step: Done({}, str(step.frame == "loop:3").lower())}).run()
    assert loop_outputs(run) == {"loop_round": 4}


def test_constants_are_parsed_by_their_type():
    rows = [("[]", "array[string]", []), ("3", "number", 3), ("true", "boolean", True), ("3", "string", "3")]
    variables = [
        {"label": f"v{at}", "var_type": type_, "value_type": "constant", "value": value}
        for at, (value, type_, _) in enumerate(rows)
    ]
    assert list(loop_outputs(looping(None, variables).run()).values())[:-1] == [expected for *_, expected in rows]
    end = looping(None, [{**N, "value": "[1]"}]).run().end
    assert "the variable 'n' is no number" in end.error["message"]


def test_a_failure_inside_fails_the_loop():
    assert looping({"inner": WRONG}).run().end.error["message"] == "loop: round 1 failed: inner: No number"


def test_containers_stand_in_each_other():
    nodes = [*iteration(output_selector=["loop", "n"]), *loop(parent="it", loop_variables=[N], loop_count=2)]
    graph = compiled([*nodes, node("inner", parent="loop")], "start it", "it-start loop", "loop-start inner")
    run = Run(graph, {"start": {"items": [1, 2]}, "inner": count_up}).run()
    assert run.ran[1:] == ["it:0/loop:0/inner", "it:0/loop:1/inner", "it:1/loop:0/inner", "it:1/loop:1/inner"]
    assert output(run) == [7, 7]


def test_of_many_items_the_inner_ones_fold_to_one_row():
    items = [*range(70), "x", *range(71, 200)]
    run = over(items, error_handle_mode="continue-on-error").run()
    folded = {fact.frame for fact in run.told(FrameFolded)}
    assert folded == {f"it:{at}" for at in range(50, 150) if at != 70}
    assert run.told(FrameFolded)[0].row.outputs == {"output": 100}


def test_the_row_of_a_folded_item_has_the_usage_of_all_of_it():
    nodes = [*iteration(), *loop(parent="it", loop_count=3)]
    graph = compiled([*nodes, node("inner", parent="loop")], "start it", "it-start loop", "loop-start inner")
    asked = Done({}, usage=Usage(2, 1))
    run = Run(graph, {"start": {"items": list(range(200))}, "inner": lambda step: asked}).run()
    rows = [fact.row for fact in run.told(FrameFolded)]
    assert {(row.usage.prompt_tokens, row.usage.completion_tokens) for row in rows} == {(6, 3)}
    assert run.execution.top.usage == Usage(1200, 600)


def live_frames():
    gc.collect()
    return sum(isinstance(thing, Frame) for thing in gc.get_objects())


def drained(run, frames=None):
    """Runs to the end, forgetting what was told; `frames` gets the number of live ones now and then."""
    while not run.execution.over:
        for step in run.execution.ready():
            if frames is not None and len(run.ran) % 1_000 == 500:
                frames.append(live_frames())
            run.do(step)
        run.facts.clear()


def calls_of(run):
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        drained(run)
    finally:
        sys.setprofile(None)
    return calls


def test_a_long_iteration_is_linear():
    """Counted by calls: time says little on a busy machine."""
    few, more, most = (calls_of(over(list(range(items)))) for items in (600, 1_200, 1_800))
    assert most - more <= 1.01 * (more - few)


def test_a_long_iteration_keeps_no_more_frames_than_run():
    before, frames = live_frames(), []
    drained(over(list(range(3_000))), frames)
    assert frames == [before + 2] * 3
    assert live_frames() == before


def test_finished_steps_of_items_are_told_with_their_frame():
    run = over([1]).run()
    assert [fact.row.frame for fact in run.told(StepFinished)] == ["", "it:0", "", ""]
