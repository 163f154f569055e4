"""How a run goes through a graph: chains, branches, joins, failures, waiting, stopping, limits."""

from tests.unit_tests.workflows.engine.graphs import Run, branch, compiled, node
from treeline.workflows.engine.facts import StepFinished, StepRetry, StepStarted, StepStopped, StepWaiting
from treeline.workflows.engine.limits import RunLimits
from treeline.workflows.engine.step import Done, NodeFailed, Wait

TIMEOUT = NodeFailed("http_timeout", "No reply in 10 s", retryable=True)


def test_a_chain_runs_in_its_order_and_the_end_nodes_are_the_outputs():
    graph = compiled([node("a"), node("end", "end")], "start a end")
    run = Run(graph, {"a": {"x": 1}, "end": lambda step: {"x": step.scope.get(("a", "x"))}}).run()
    assert run.ran == ["start", "a", "end"]
    assert (run.end.status, run.end.outputs) == ("succeeded", {"x": 1})
    assert [type(fact) for fact in run.facts[:4]] == [StepStarted, StepFinished, StepStarted, StepFinished]


def test_a_branch_goes_on_by_its_handle_and_a_join_waits_for_no_dead_branch():
    nodes = [branch("if"), node("yes"), node("no"), node("after_no"), node("join")]
    graph = compiled(nodes, "start if:true yes join", "if:false no after_no join")
    run = Run(graph, {"if": Done({}, "true")}).run()
    assert run.ran == ["start", "if", "yes", "join"]
    assert run.end.status == "succeeded"


def test_a_join_waits_for_every_live_branch():
    graph = compiled([node("fast"), node("slow"), node("join")], "start fast join", "start slow join")
    run = Run(graph).run("slow")
    assert run.ran == ["start", "fast"]
    run.run()
    assert run.ran == ["start", "fast", "slow", "join"]


def test_what_is_ready_runs_in_the_order_of_its_decision_then_of_the_file():
    graph = compiled([node("c"), node("b"), node("a"), node("d")], "start a d", "start b", "start c")
    assert Run(graph).run().ran == ["start", "c", "b", "a", "d"]


def test_what_another_root_leads_to_is_skipped():
    nodes = [node("hook", "trigger-webhook"), node("only_hook"), node("join")]
    graph = compiled(nodes, "start join", "hook only_hook join")
    assert Run(graph).run().ran == ["start", "join"]
    assert Run(graph, root="hook").run().ran == ["hook", "only_hook", "join"]


def test_a_start_row_is_written_only_for_nodes_that_reach_the_world():
    graph = compiled([node("a"), node("ask", "llm")], "start a ask")
    run = Run(graph).run()
    assert [fact.step.node.id for fact in run.told(StepStarted) if fact.row] == ["ask"]


def retrying(**more):
    return node("a", "llm", retry_config={"retry_enabled": True, "max_retries": 2, "retry_interval": 900}, **more)


def test_a_failure_is_retried_then_ends_the_run():
    run = Run(compiled([retrying(), node("b")], "start a b"), {"a": TIMEOUT}).run()
    assert run.ran == ["start", "a", "a", "a"]
    assert [(fact.after_ms, fact.next.attempt) for fact in run.told(StepRetry)] == [(900, 2), (900, 3)]
    assert [row.status for row in run.rows if row.node_id == "a"] == [
        "running",
        "retry",
        "running",
        "retry",
        "running",
        "failed",
    ]
    assert (run.end.status, run.end.error) == ("failed", {"type": "http_timeout", "message": "a: No reply in 10 s"})


def test_what_the_same_would_not_help_is_not_retried():
    run = Run(compiled([retrying()], "start a"), {"a": NodeFailed("http_status", "HTTP 401")}).run()
    assert run.ran == ["start", "a"]
    assert (run.told(StepRetry), run.end.status) == ([], "failed")


def test_retries_are_at_most_10_and_5_seconds_apart():
    config = {"retry_enabled": True, "max_retries": 99, "retry_interval": 60_000}
    run = Run(compiled([node("a", retry_config=config)], "start a"), {"a": TIMEOUT}).run()
    assert [fact.after_ms for fact in run.told(StepRetry)] == [5_000] * 10


def test_an_error_strategy_goes_on_by_the_fail_branch():
    nodes = [retrying(error_strategy="fail-branch"), node("good"), node("bad")]
    run = Run(compiled(nodes, "start a good", "a:fail-branch bad"), {"a": TIMEOUT}).run()
    assert run.ran == ["start", "a", "a", "a", "bad"]
    finished = run.told(StepFinished)[1]
    assert finished.row.outputs == {"error_message": "No reply in 10 s", "error_type": "http_timeout"}
    assert (finished.row.status, run.end.status, run.end.exceptions) == ("exception", "partial-succeeded", 1)


def test_an_error_strategy_goes_on_with_default_values():
    defaults = [
        {"key": "text", "type": "string", "value": "none"},
        {"key": "rows", "type": "array[number]", "value": "[1, 2]"},
        {"key": "n", "type": "number", "value": "3"},
    ]
    nodes = [node("a", error_strategy="default-value", default_value=defaults), node("b")]
    run = Run(compiled(nodes, "start a b"), {"a": TIMEOUT}).run()
    assert run.ran == ["start", "a", "b"]
    assert run.told(StepFinished)[1].row.outputs == {
        "text": "none",
        "rows": [1, 2],
        "n": 3,
        "error_message": "No reply in 10 s",
        "error_type": "http_timeout",
    }


def test_a_failure_without_a_strategy_stops_the_others():
    run = Run(compiled([node("a"), node("b")], "start a", "start b"), {"a": TIMEOUT}).run("b")
    assert [fact.step.node.id for fact in run.told(StepStopped)] == ["b"]
    run.do(run.pending[0])
    assert [row.node_id for row in run.rows] == ["start", "a", "b"]
    assert run.end.status == "failed"


def test_others_go_on_while_one_waits_then_the_run_is_paused_and_an_answer_goes_on():
    nodes = [branch("ask", "approve", "reject"), node("a"), node("yes")]
    run = Run(compiled(nodes, "start ask:approve yes", "start a"), {"ask": Wait({"title": "OK?"})}).run()
    assert run.ran == ["start", "ask", "a"]
    assert (run.execution.paused, run.execution.over) == (True, False)
    assert run.told(StepWaiting)[0].form == {"title": "OK?"}
    (waiting,) = run.execution.waits()
    run.execution.done(waiting, Done({}, "approve"))
    assert not run.execution.paused
    assert run.run().end.status == "succeeded"
    assert run.ran[-1] == "yes"


def test_stop_is_told_once_and_late_results_are_ignored():
    run = Run(compiled([node("a"), node("b")], "start a b")).run("a")
    run.execution.stop()
    run.execution.stop()
    run.do(run.pending[0])
    assert run.run().end.status == "stopped"
    assert [row.status for row in run.rows] == ["succeeded", "stopped"]


def test_an_unknown_type_fails_only_when_it_is_reached():
    nodes = [branch("if"), node("odd", "from-the-future"), node("b")]
    graph = compiled(nodes, "start if:true odd", "if:false b")
    assert Run(graph, {"if": Done({}, "false")}).run().end.status == "succeeded"
    end = Run(graph, {"if": Done({}, "true")}).run().end
    assert end.error["type"] == "unknown_node_type"
    assert "from-the-future" in end.error["message"]


def test_a_limit_names_itself_the_value_and_the_setting():
    graph = compiled([node("a"), node("b")], "start a b")
    end = Run(graph, limits=RunLimits(steps=2)).run().end
    assert end.error == {
        "type": "limit_reached",
        "message": "Steps of the run: 3, but the limit is 2 (WORKFLOW_MAX_EXECUTION_STEPS)",
    }
    run = Run(graph, limits=RunLimits(values_bytes=10)).run("a")
    run.execution.done(run.pending[0], Done({"x": "1" * 11}), size=11)
    run.take()
    assert "11, but the limit is 10 (WORKFLOW_MAX_VALUES_SIZE)" in run.end.error["message"]


def test_a_chain_of_a_thousand_skipped_nodes_needs_no_recursion():
    names = [f"n{at}" for at in range(990)]
    nodes = [branch("if"), *map(node, names), node("b")]
    graph = compiled(nodes, "if:false " + " ".join(names), "start if:true b", f"{names[-1]} b")
    assert Run(graph, {"if": Done({}, "true")}).run().ran == ["start", "if", "b"]
